import { describe, expect, it } from 'vitest';
import {
  bulkActionName,
  bulkActions,
  bulkAtMost,
  packBulk,
  readBulkAction,
  unpackBulk,
} from '../../src/domain/bulk.ts';

const ids = Array.from({ length: bulkAtMost }, (_, n) => `inv_01KZ${String(n).padStart(22, '0')}`);
const action = { kind: 'extend', days: 30 } as const;

describe('a bulk as text', () => {
  it.each(bulkActions)('reads as it was written: $kind $days', (one) => {
    for (const invitationIds of [ids.slice(0, 1), ids]) {
      expect(unpackBulk(packBulk({ action: one, invitationIds }))).toEqual({ action: one, invitationIds });
    }
  });

  it('fits into a form with as many as there can be', () => {
    const [formId, seal] = [30, 43];
    expect(formId + 1 + packBulk({ action, invitationIds: ids }).length + 1 + seal).toBeLessThanOrEqual(3000);
  });

  it.each([
    '',
    'resend',
    'resend ',
    'delete 01KZ0000000000000000000000',
    'extend-2 01KZ0000000000000000000000',
    'resend 01KZ',
    'resend 01KZ000000000000000000000001KZ',
    'resend 01kz0000000000000000000000',
  ])('is nothing when it is %j', (text) => expect(unpackBulk(text)).toBeNull());
});

describe('an action', () => {
  it('has a name of its own', () => {
    expect(new Set(bulkActions.map(bulkActionName)).size).toBe(bulkActions.length);
    for (const one of bulkActions) expect(readBulkAction(bulkActionName(one))).toEqual(one);
  });

  it.each(['', 'extend', 'extend-0', 'extend-2', 'Resend', undefined, 7, ['resend']])('is none: %j', (name) =>
    expect(readBulkAction(name)).toBeNull(),
  );
});
