import { type Access, sameAccess } from '../../domain/access.ts';
import type { FileRow } from '../../domain/import-row.ts';
import type { RowOutcome } from '../../domain/imports.ts';
import { assignableRoles } from '../../domain/permissions.ts';
import { isAllowedDomain, settingsOf } from '../../domain/settings.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import { type Context, requireAccount } from '../context.ts';
import type { Taken } from '../invitations/place-free.ts';
import type { ImportPlace } from './rights.ts';

/** What becomes of a row, and why. */
export interface Verdict {
  outcome: RowOutcome;
  remark: string | null;
}

/** A row with all that decides about it, as it is now. */
export interface RowFacts {
  row: FileRow;
  account: AccountRecord | null;
  /** What the row gives, what the person has at each place already, and how what an earlier run of the same file gave has ended. */
  wanted: { access: Access; taken: Taken; spent: string | null }[];
}

/** The accesses that a row still has to give, or what becomes of it without any. Looks at no seat and at no workgroup. */
export function judgeRow(
  context: Context,
  { organization, role }: ImportPlace,
  { row, account, wanted }: RowFacts,
): { missing: Access[] } | Verdict {
  const { email, accessEndsAt } = row;
  const missing = wanted.flatMap(({ access, taken }) => (taken.grant || taken.invitation ? [] : [access]));
  if (missing.length === 0) return nothingMissing(wanted);
  const spent = wanted.find(({ taken, ...each }) => each.spent && !taken.grant && !taken.invitation)?.spent;
  if (spent) {
    const remark = `The invitation of an earlier import of this file ${spent}. To invite the person again, use /invite-user.`;
    return { outcome: 'already-invited', remark };
  }
  const settings = settingsOf(organization);
  if (!isAllowedDomain(settings, email.domain)) {
    return refused(
      `${email.domain} is not an allowed domain of ${organization.name}: ${settings.allowedDomains.join(', ')}.`,
    );
  }
  if (email.key === requireAccount(context).emailKey || account?._id === requireAccount(context).id)
    return refused("You can't invite yourself. Ask another admin.");
  if (row.role && !assignableRoles(role).includes(row.role))
    return refused(`As ${role} you can't give the role ${row.role}. Ask an owner.`);
  if (accessEndsAt && accessEndsAt <= context.now())
    return {
      outcome: 'invalid',
      remark: 'The access would end before it begins. Write a later day in “access ends”.',
    };
  return { missing };
}

/** The remark of a line for somebody of another organization. @param isShared whether partners can be let into the workgroup */
export function notOurs(organizationName: string, isShared: boolean): Verdict {
  return refused(
    isShared
      ? 'The person belongs to another organization. Invite them as a partner, with /gatehouse workgroups.'
      : `The person belongs to another organization. Only people of ${organizationName} can be let into this workgroup.`,
  );
}

/** The remark of a line that gives a privileged role. */
export const secondApprover = 'A second approver has to agree first.';

export function refused(remark: string): Verdict {
  return { outcome: 'refused', remark };
}

function nothingMissing(wanted: RowFacts['wanted']): Verdict {
  const isInvited = wanted.some(({ taken }) => !taken.grant);
  if (isInvited) return { outcome: 'already-invited', remark: null };
  const differs = wanted.some(({ access, taken }) => taken.grant && !sameAccess(access, taken.grant.access));
  const remark = differs ? 'The access has another role. Change it with /gatehouse people.' : null;
  return { outcome: 'has-access', remark };
}
