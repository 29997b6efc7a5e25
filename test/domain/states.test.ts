import { describe, expect, it } from 'vitest';
import {
  grantTransitions,
  invitationTransitions,
  invitationUndo,
  liveInvitations,
  requestTransitions,
  requestUndo,
  resendableStatuses,
  seatHolding,
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
    ['revoked', ['waitlisted', 'proposed', 'pending']],
    ['expired', ['proposed', 'pending']],
    ['undeliverable', ['pending']],
    ['pending', ['waitlisted', 'proposed', 'expired', 'undeliverable']],
    ['proposed', ['waitlisted']],
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

  it('let an undo lead back to where nothing has been answered yet, and out of a decision alone', () => {
    expect(Object.keys(invitationUndo)).toEqual(['revoked']);
    expect(invitationUndo.revoked).toEqual(expect.arrayContaining([...liveInvitations]));
    expect(invitationUndo.revoked).toHaveLength(liveInvitations.length);
    expect(requestUndo).toEqual({ approved: ['pending'], denied: ['pending'], lapsed: ['approved'] });
  });

  it('send again only what was sent before', () => {
    expect(resendableStatuses).toEqual(['pending', 'expired', 'undeliverable']);
  });

  it('have no invitation hold a seat that is not live', () => {
    expect(liveInvitations).toEqual(expect.arrayContaining([...seatHolding]));
    expect(seatHolding).not.toContain('waitlisted');
  });
});
