import { describe, expect, it } from 'vitest';
import {
  grantTransitions,
  invitationTransitions,
  requestTransitions,
  sourcesOf,
} from '../../src/domain/states.ts';

const tables = {
  invitation: invitationTransitions,
  request: requestTransitions,
  grant: grantTransitions,
} as const;

describe('the state tables', () => {
  it.each([
    ['invitation', ['accepted', 'redeemed', 'declined', 'revoked']],
    ['request', ['denied', 'withdrawn', 'expired', 'fulfilled', 'lapsed']],
    ['grant', ['revoked', 'expired']],
  ] as const)('I6: let no %s leave one of %j', (name, ends) => {
    const table: Record<string, readonly string[]> = tables[name];
    expect(Object.keys(table).filter((status) => table[status]?.length === 0)).toEqual(
      expect.arrayContaining([...ends]),
    );
    expect(Object.values(table).filter((next) => next.length === 0)).toHaveLength(ends.length);
  });

  it.each(Object.entries(tables))('know every status that an %s can get into', (_name, table) => {
    const targets = Object.values<readonly string[]>(table).flat();
    expect(Object.keys(table)).toEqual(expect.arrayContaining(targets));
  });

  it.each([
    ['redeemed', ['pending']],
    ['accepted', ['pending']],
    ['declined', ['pending']],
    ['revoked', ['waitlisted', 'pending']],
    ['expired', ['pending']],
    ['undeliverable', ['pending']],
    ['pending', ['waitlisted', 'expired', 'undeliverable']],
    ['waitlisted', []],
  ] as const)('an invitation becomes %s from %j alone', (target, sources) => {
    expect(sourcesOf(invitationTransitions, target)).toEqual(sources);
  });

  it.each([
    ['approved', ['pending']],
    ['denied', ['pending']],
    ['withdrawn', ['pending']],
    ['expired', ['pending']],
    ['fulfilled', ['approved']],
    ['lapsed', ['approved']],
    ['pending', []],
  ] as const)('a request becomes %s from %j alone', (target, sources) => {
    expect(sourcesOf(requestTransitions, target)).toEqual(sources);
  });

  it.each([
    ['active', ['suspended']],
    ['suspended', ['active']],
    ['expired', ['active']],
    ['revoked', ['active', 'suspended']],
  ] as const)('a grant becomes %s from %j alone', (target, sources) => {
    expect(sourcesOf(grantTransitions, target)).toEqual(sources);
  });
});
