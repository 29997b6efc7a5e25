/** An invitation to a privileged role, to the second approver. */
import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { ProposalFacts } from '../../src/domain/messages.ts';
import { accessName, accessTo } from '../common/access.ts';
import { actions, button, confirmation, facts, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { literal, type Markup, mrkdwn, plainLines, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { listed } from '../common/words.ts';

/** The card: who is proposed for what, and the decision, still open or made. */
export function proposalMessage(proposal: ProposalFacts): SlackMessage {
  const { proposedBy, organizationName, access } = proposal;
  const proposes = mrkdwn`${short(proposedBy)} proposes to invite ${short(who(proposal))} to ${accessTo(organizationName, access)}.`;
  const state =
    proposal.status === 'proposed' ? { markup: 'A second approver has to agree.' } : outcome(proposal);
  return message(mrkdwn`${{ markup: proposes.text }} ${state}`, [
    section(mrkdwn`*${proposedBy}* proposes to invite *${who(proposal)}* to ${organizationName}.`),
    ...facts([
      ...(proposal.personName === null ? [] : [['Person', proposal.personName] satisfies [string, string]]),
      ['E-mail', proposal.email],
      ['Access', accessName(access)],
      ['Proposed by', proposedBy],
      ['Approvals', progress(proposal)],
    ]),
    ...(proposal.status === 'proposed'
      ? [
          section(mrkdwn`Another approver has to agree until ${date(proposal.expiresAt)}.`),
          proposalButtons(proposal),
        ]
      : [section(mrkdwn`${outcome(proposal)}`)]),
  ]);
}

/** One that waits, in short: on Home. */
export function proposalBlocks(proposal: ProposalFacts): KnownBlock[] {
  const { personName, email, access, proposedBy } = proposal;
  return [
    section(
      plainLines([
        personName === null ? email : `${personName} (${email})`,
        `${proposedBy} proposes ${accessName(access)}. ${progress(proposal)}.`,
      ]),
    ),
    proposalButtons(proposal),
  ];
}

/** A message's text holds less than its blocks do. */
const short = (name: string) => shorten(name, 80);

const who = ({ personName, email }: ProposalFacts) => personName ?? email;

function progress({ approvals, approvalsNeeded }: ProposalFacts): string {
  return `${approvals.length} of ${approvalsNeeded} approvers`;
}

/** Approve and Deny. */
export function proposalButtons(proposal: ProposalFacts): ActionsBlock {
  const { invitationId, organizationName } = proposal;
  return actions(`proposal:${invitationId}`, [
    button('Approve', {
      action: actionIds.proposalApprove,
      value: invitationId,
      style: 'primary',
      label: `Approve the invitation of ${who(proposal)}`,
    }),
    button('Deny', {
      action: actionIds.proposalDeny,
      value: invitationId,
      label: `Deny the invitation of ${who(proposal)}`,
      confirm: confirmation(
        'Deny the invitation?',
        `${shorten(who(proposal), 100)} is not invited to ${organizationName}.`,
        'Deny',
      ),
    }),
  ]);
}

function outcome(proposal: ProposalFacts): Markup {
  const approved = { markup: `Approved by ${literal(listed(proposal.approvals.map(short)))}` };
  return { markup: sentence(proposal, approved).text };
}

function sentence(proposal: ProposalFacts, approved: Markup) {
  const { status, expiresAt, endedBy, endedAt, approvals, approvalsNeeded } = proposal;
  switch (status) {
    case 'proposed':
      return mrkdwn`Waiting for a second approver.`;
    case 'waitlisted':
      return mrkdwn`The invitation waits for a free seat.`;
    case 'pending':
      return mrkdwn`${approved}. The invitation was sent.`;
    case 'accepted':
    case 'redeemed':
      return mrkdwn`${approved}. The invitation was accepted.`;
    case 'declined':
      return mrkdwn`${approved}. The invitation was declined.`;
    case 'undeliverable':
      return mrkdwn`${approved}. The invitation could not be delivered.`;
    case 'revoked': {
      const by = endedBy === null ? '' : ` by ${literal(endedBy)}`;
      const at = endedAt === null ? '' : `, ${date(endedAt).markup}`;
      return mrkdwn`Revoked${{ markup: `${by}${at}` }}.`;
    }
    case 'expired':
      return approvals.length < approvalsNeeded
        ? mrkdwn`Expired without a second approver, ${date(expiresAt)}.`
        : mrkdwn`${approved}. The invitation expired, ${date(expiresAt)}.`;
  }
}
