import { type EmailAddress, likelyIntended, nearDuplicateKey, parseEmail } from '../../domain/email.ts';
import type { InviteWarning } from '../../domain/invitations.ts';
import { liveInvitations } from '../../domain/states.ts';
import type { Context, MailDomainState } from '../context.ts';

/** One address as it was typed, and as it was read. */
export interface Line {
  typed: string;
  email: EmailAddress | { problem: string };
}

type DomainStates = ReadonlyMap<string, MailDomainState>;

/** What is known of the domains of these lines. Asks the network, so it comes before the transaction. */
export async function domainStates(context: Context, lines: Line[]): Promise<DomainStates> {
  const distinct = [...new Set(lines.flatMap(({ email }) => ('key' in email ? [email.domain] : [])))];
  const states = await Promise.all(distinct.map((domain) => context.mailDomain(domain)));
  return new Map(distinct.map((domain, index) => [domain, states[index] ?? 'unknown']));
}

/** A line whose domain does not exist or refuses all mail becomes an invalid one (A37). */
export function withDeadDomains(line: Line, states: DomainStates): Line {
  const { typed, email } = line;
  if (!('key' in email) || states.get(email.domain) !== 'no-domain') return line;
  return { typed, email: { problem: `cannot get mail: ${email.domain} does not exist or takes none` } };
}

/** Addresses of live invitations that would probably reach the same mailbox, by the address they resemble (A35). */
export async function findNearDuplicates(
  context: Context,
  organizationId: string,
  emails: EmailAddress[],
): Promise<Map<string, string>> {
  const found = await context.store.invitations
    .find({
      tenantId: context.actor.tenantId,
      organizationId,
      nearKey: { $in: emails.map(nearDuplicateKey) },
      status: { $in: [...liveInvitations] },
      $or: [{ status: 'waitlisted' }, { expiresAt: { $gt: context.now() } }],
    })
    .lean();
  const byNearKey = new Map(found.map((invitation) => [invitation.nearKey, invitation.email]));
  for (const email of emails) {
    const near = nearDuplicateKey(email);
    if (!byNearKey.has(near)) byNearKey.set(near, email.address);
  }
  return new Map(
    emails.flatMap((email) => {
      const other = byNearKey.get(nearDuplicateKey(email));
      return other && other.toLowerCase() !== email.key ? [[email.key, other] as const] : [];
    }),
  );
}

/** Everything about these addresses that the sender should look at twice. */
export function warningsFor(
  emails: EmailAddress[],
  states: DomainStates,
  nearDuplicates: ReadonlyMap<string, string>,
  notificationEmail: string,
): InviteWarning[] {
  const own = parseEmail(notificationEmail);
  const known = 'key' in own ? [own.domain] : [];
  return emails.flatMap((email): InviteWarning[] => {
    const { address, domain, key } = email;
    const warnings: string[] = [];
    if (email.isInternational)
      warnings.push(`Its domain has letters of another script; written in ASCII it is ${domain}.`);
    const intended = likelyIntended(domain, known);
    if (intended) warnings.push(`Did you mean ${intended}?`);
    if (states.get(domain) === 'no-mail')
      warnings.push(`${domain} names no mail server, so the mail may not arrive.`);
    const other = nearDuplicates.get(key);
    if (other) warnings.push(`It looks like ${other}, which is invited too.`);
    return warnings.map((text) => ({ address, text }));
  });
}
