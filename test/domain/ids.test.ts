import { expect, it } from 'vitest';
import { kindOf } from '../../src/domain/ids.ts';

it.each([
  ['req_01JD0000000000000000000000', 'req'],
  ['inv_01JD', 'inv'],
  ['inv', null],
  ['', null],
  ['_01JD', null],
  ['request_01JD', null],
  ['REQ_01JD', null],
  ['person@aster_.example', null],
])('the kind of record that %j names is %j', (id, kind) => {
  expect(kindOf(id)).toBe(kind);
});
