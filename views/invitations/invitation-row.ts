import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { type InvitationStatus, liveInvitations } from '../../src/domain/states.ts';
import { accessName, ownOrganization } from '../common/access.ts';
import { date } from '../common/dates.ts';
import { literal, type Markup, mrkdwn } from '../common/escape.ts';
import { invitationStatusNames } from '../common/words.ts';

/** What an invitation is for, in a few words. The partner that somebody comes by stands in the status while it waits for them. */
export function purpose(row: ListedInvitation): string {
  const { access } = row;
  if (access === null) return 'Create an account';
  if (access.kind === 'workgroup' && isWaiting(row)) return accessName({ ...access, partnerName: null });
  return access.kind === 'organization' ? `Access as ${accessName(access)}` : accessName(access);
}

/** Whom it is for: the address, with the name where it is known. */
export function invitee({ personName, email }: ListedInvitation): string {
  return personName === null ? email : `${personName} (${email})`;
}

/** The status in words, and whether it takes its course only once there is an account, or once that has access. */
export function statusWords(row: ListedInvitation): string {
  const { status, waitsForAccess, organizationName, access } = row;
  const name = invitationStatusNames[status];
  if (!isWaiting(row)) return name;
  const where = access?.kind === 'workgroup' ? ownOrganization(organizationName, access) : null;
  if (waitsForAccess && where !== null) return `Has an account; waits for access to ${where}`;
  return `${name}, waiting for account${where === null ? '' : ` at ${where}`}`;
}

function isWaiting({ status, waitsForAccount }: ListedInvitation): boolean {
  const live: readonly InvitationStatus[] = liveInvitations;
  return waitsForAccount && live.includes(status);
}

/** Whether the mail about it carries a code. */
export function hasCode({ kind, waitsForAccount }: ListedInvitation): boolean {
  return kind === 'join' || waitsForAccount;
}

/** Whether it waits for a seat or for a second approver. */
export function isNotSentYet({ status }: ListedInvitation): boolean {
  return status === 'waitlisted' || status === 'proposed';
}

/** Where it stands in time, and who sent it: what is not sent yet is not valid until some day either. */
export function course(
  { status, createdAt, expiresAt, isResent }: ListedInvitation,
  sender?: string,
): Markup {
  const by = sender === undefined ? '' : ` by ${literal(sender)}`;
  const begun = {
    markup: isResent
      ? ` ${date(createdAt).markup}, and again since${by}`
      : `${by}${by && ','} ${date(createdAt).markup}`,
  };
  const end = date(expiresAt);
  if (status === 'waitlisted')
    return said(mrkdwn`Put on the waitlist${begun}. It is sent when a seat is free.`);
  if (status === 'proposed') return said(mrkdwn`Proposed${begun}. A second approver can agree until ${end}.`);
  if (status === 'expired') return said(mrkdwn`Sent${begun}. It was valid until ${end}.`);
  if (status !== 'pending') return said(mrkdwn`Sent${begun}.`);
  return said(mrkdwn`Sent${begun}. Valid until ${end}.`);
}

const said = ({ text }: { text: string }): Markup => ({ markup: text });
