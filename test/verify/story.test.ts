/** The order in which a record's rows are played back, when several processes wrote them with clocks that differ a little. */
import { describe, expect, it } from 'vitest';
import type { AuditAction } from '../../src/domain/audit.ts';
import { machines, stepsOf, storyIsTrue } from '../../src/verify/story.ts';

const start = new Date('2026-03-02T09:00:00Z').getTime();
const history = (...rows: [action: AuditAction, ms: number][]) =>
  rows.map(([action, ms], index) => ({
    _id: `aud_${index}`,
    tenantId: 'T0ACME',
    at: new Date(start + ms),
    action,
    actor: 'acc_olga',
    actorName: 'Olga Test',
    organizationId: 'org_1',
    subjects: ['inv_1'],
    detail: {},
    commandId: `cmd_${index}`,
  }));
const invitation = (status: string) => ({ _id: 'inv_1', status });

function problemsOf(status: string, rows: ReturnType<typeof history>) {
  const steps = stepsOf(machines.invitation, rows, status);
  return storyIsTrue(machines.invitation, invitation(status), steps).map(({ problem }) => problem);
}

describe('the story of an invitation', () => {
  it('may have an end that was written with an earlier time than what came before it', () => {
    const rows = history(
      ['invitation.created', 0],
      ['invitation.revoked', 5_000],
      ['invitation.reminded', 5_400],
    );
    expect(problemsOf('revoked', rows)).toEqual([]);
  });

  it('keeps its order where clocks cannot explain another one', () => {
    const rows = history(
      ['invitation.created', 0],
      ['invitation.revoked', 5_000],
      ['invitation.reminded', 6_100],
    );
    expect(problemsOf('revoked', rows)).toEqual(['had invitation.reminded while it was revoked']);
  });

  it('takes the order that leads to what is stored', () => {
    const rows = history(
      ['invitation.created', 0],
      ['invitation.expired', 5_000],
      ['invitation.resent', 5_100],
      ['invitation.resent', 5_200],
    );
    expect(problemsOf('expired', rows)).toEqual([]);
    expect(problemsOf('pending', rows)).toEqual([]);
    expect(problemsOf('declined', rows)).toEqual(['is declined, and the audit says pending']);
  });
});
