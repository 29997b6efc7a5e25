import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { type InvitationStatus, liveInvitations } from '../../src/domain/states.ts';
import { accessName, ownOrganization } from '../common/access.ts';
import { date } from '../common/dates.ts';
import { literal, type Markup, mrkdwn } from '../common/escape.ts';
import { invitationStatusNames } from '../common/words.ts';

/** What an invitation is for, in a few words. */
export function purpose({ access }: ListedInvitation): string {
  if (access === null) return 'Create an account';
  return access.kind === 'organization' ? `Access as ${accessName(access)}` : accessName(access);
}

/** Whom it is for: the address, with the name where it is known. */
export function invitee({ personName, email }: ListedInvitation): string {
  return personName === null ? email : `${personName} (${email})`;
}

/** The status in words, and whether it takes its course only once there is an account. */
export function statusWords({ status, waitsForAccount, organizationName, access }: ListedInvitation): string {
  const live: readonly InvitationStatus[] = liveInvitations;
  const name = invitationStatusNames[status];
  if (!waitsForAccount || !live.includes(status)) return name;
  const where = access?.kind === 'workgroup' ? ` at ${ownOrganization(organizationName, access)}` : '';
  return `${name}, waiting for account${where}`;
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
export function course({ status, createdAt, expiresAt }: ListedInvitation, sender?: string): Markup {
  const begun = {
    markup: `${sender === undefined ? '' : ` by ${literal(sender)},`} ${date(createdAt).markup}`,
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
