import { describe, expect, it } from 'vitest';
import {
  formatPosition,
  type Position,
  parsePosition,
  withoutToken,
} from '../../../src/sandbox/page/client/place.ts';

describe('the address of a place', () => {
  it.each<Position>([
    { as: 'U1', place: { kind: 'conversation', id: 'C1' } },
    { as: 'U1', place: { kind: 'conversation', id: null } },
    { as: 'U1', place: { kind: 'home' } },
    { as: 'U1', place: { kind: 'mailbox', mail: null } },
    { as: 'U1', place: { kind: 'mailbox', mail: 'a/b c' } },
  ])('leads back to $place', (position) => {
    expect(parsePosition(formatPosition(position), 'U0')).toEqual(position);
  });

  it('is the first person in the first conversation when it says nothing', () => {
    expect(parsePosition('', 'U0')).toEqual({ as: 'U0', place: { kind: 'conversation', id: null } });
  });

  it('forgets the token', () => {
    expect(withoutToken('http://127.0.0.1:3000/?token=secret#/U1/home')).toBe(
      'http://127.0.0.1:3000/#/U1/home',
    );
  });
});
