import { type EmailAddress, parseEmail, splitAddresses } from '../../domain/email.ts';
import { deny, formError } from '../../domain/errors.ts';
import { addressesPerInvitation, validUntil } from '../../domain/invitations.ts';
import { settingsOf } from '../../domain/settings.ts';
import {
  type WorkgroupInviteResult,
  type WorkgroupLine,
  workgroupInviteInput,
} from '../../domain/workgroups.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { domainStates, type Line, withDeadDomains } from '../invitations/address-checks.ts';
import { parseInput } from '../parse.ts';
import { liveWorkgroup } from './authority.ts';
import { inviteLines } from './invite-lines.ts';

/**
 * Invites addresses into a workgroup, each with its own outcome (design §4): one transaction for all of them.
 * @throws DomainError `form` on the fields, `deny` to everybody but the organization's owners and admins and the workgroup's admins
 */
export async function inviteToWorkgroup(context: Context, input: unknown): Promise<WorkgroupInviteResult> {
  const fields = parseInput(workgroupInviteInput, input);
  await liveWorkgroup(context, 'workgroup:people', fields.workgroupId);
  const typed = readLines(fields.emails);
  const domains = await domainStates(context, typed);
  return command(context, 'workgroup.invite', async (effects): Promise<WorkgroupInviteResult> => {
    const { workgroup, organization } = await liveWorkgroup(context, 'workgroup:people', fields.workgroupId);
    const partner = await partnerOf(context, organization._id, fields.partnerId);
    const { role, note, expiryDays } = fields;
    const validDays = expiryDays ?? settingsOf(organization).expiryDays;
    const terms = { organization, workgroup, role, partner, validDays, note };
    const addresses = typed.flatMap((line) => {
      if (!('key' in line.email)) return [];
      const { email } = withDeadDomains(line, domains);
      return [{ email: line.email, mailProblem: 'problem' in email ? email.problem : null }];
    });
    const lines = await inviteLines(context, effects, terms, addresses);
    const byAddress = new Map(lines.map((line) => [line.address, line]));
    const isWaiting = lines.some(({ outcome }) => outcome === 'waiting-for-account' || outcome === 'offered');
    return {
      workgroupId: workgroup._id,
      workgroupName: workgroup.name,
      organizationName: organization.name,
      role,
      partnerName: partner?.name ?? null,
      lines: typed.map((line) => lineOf(line, byAddress)),
      expiresAt: isWaiting ? validUntil(context.now(), validDays, null) : null,
    };
  });
}

/** One entry for each different address, in the order typed. @throws DomainError `form` on `emails` when they are too many */
function readLines(text: string): Line[] {
  const distinct = new Map<string, Line>();
  for (const typed of splitAddresses(text)) {
    const email = parseEmail(typed);
    const key = 'key' in email ? email.key : typed;
    if (!distinct.has(key)) distinct.set(key, { typed, email });
  }
  if (distinct.size > addressesPerInvitation) {
    throw formError({ emails: `Enter at most ${addressesPerInvitation} addresses at once.` });
  }
  if (distinct.size === 0) throw formError({ emails: 'Enter at least one e-mail address.' });
  return [...distinct.values()];
}

/** @throws deny when it is no partner and never was one: then the inviter knows nothing of it */
async function partnerOf(
  context: Context,
  organizationId: string,
  partnerId: string | null,
): Promise<OrganizationRecord | null> {
  if (partnerId === null) return null;
  const { tenantId } = context.actor;
  const isKnown = await context.store.collaborations.exists({ tenantId, organizationId, partnerId });
  if (!isKnown) throw deny();
  const partner = await context.store.organizations.findOne({ _id: partnerId, tenantId }).lean();
  if (!partner) throw deny();
  return partner;
}

function lineOf(
  { typed, email }: { typed: string; email: EmailAddress | { problem: string } },
  lines: ReadonlyMap<string, WorkgroupLine>,
): WorkgroupLine {
  if ('problem' in email) return { address: typed, outcome: 'invalid', problem: email.problem };
  const line = lines.get(email.address);
  if (!line) throw new Error('an address without an outcome');
  return line;
}
