import { describe, expect, it } from 'vitest';
import { seatBar, seatLine, seatWords } from '../../views/common/seats.ts';

const seats = (active: number, held: number, seatLimit: number | null, waiting = 0) => ({
  active,
  held,
  seatLimit,
  waiting,
});

describe('seats', () => {
  it.each([
    [seats(7, 2, 10), '■■■■■■■▣▣□', '7 in use, 2 held, 1 free of 10'],
    [seats(0, 0, 10), '□□□□□□□□□□', '0 in use, 0 held, 10 free of 10'],
    [seats(10, 0, 10), '■■■■■■■■■■', '10 in use, 0 held, 0 free of 10'],
    [seats(0, 3, 3), '▣▣▣▣▣▣▣▣▣▣', '0 in use, 3 held, 0 free of 3'],
    [seats(12, 3, null), null, '12 in use, 3 held, no limit'],
    [seats(12, 0, 10), '■■■■■■■■■■', '12 in use, 0 held, 2 over the limit of 10'],
    [seats(9, 3, 10), '■■■■■■■■▣▣', '9 in use, 3 held, 2 over the limit of 10'],
    [seats(9, 1, 10, 4), '■■■■■■■■■▣', '9 in use, 1 held, 0 free of 10, 4 on the waitlist'],
  ])('%j', (count, bar, words) => {
    expect(seatBar(count)).toBe(bar);
    expect(seatWords(count)).toBe(words);
  });

  it.each([
    ['in use', seats(1, 0, 1000), '■□□□□□□□□□'],
    ['held', seats(0, 1, 1000), '▣□□□□□□□□□'],
    ['held beside many in use', seats(998, 1, 1000), '■■■■■■■■▣□'],
    ['free', seats(999, 0, 1000), '■■■■■■■■■□'],
  ])('show even a single one that is %s', (_, count, bar) => {
    expect(seatBar(count)).toBe(bar);
  });

  it('always fill ten characters', () => {
    for (let active = 0; active <= 13; active++)
      for (let held = 0; held <= 13; held++)
        expect([...(seatBar(seats(active, held, 12)) ?? '')]).toHaveLength(10);
  });

  it('have words beside the bar', () => {
    expect(seatLine({ ...seats(2, 1, null), appName: 'Atlas', subscriptionName: 'Company' })).toBe(
      'Atlas (Company): 2 in use, 1 held, no limit',
    );
    expect(seatLine({ ...seats(7, 2, 10), appName: 'Atlas', subscriptionName: 'Team' })).toBe(
      '■■■■■■■▣▣□ Atlas (Team): 7 in use, 2 held, 1 free of 10',
    );
  });
});
