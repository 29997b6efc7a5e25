import type { RequestFacts } from '../../src/domain/messages.ts';
import { accessName, roleWithin } from '../common/access.ts';
import { date } from '../common/dates.ts';
import { literal, type Markup, mrkdwn } from '../common/escape.ts';
import { listed } from '../common/words.ts';

/** What became of a request: who decided it, when, and with which access. */
export function outcome(request: RequestFacts): Markup {
  return { markup: sentence(request).text };
}

function sentence(request: RequestFacts) {
  const approved = { markup: `${as(request)}${byAll(request)}${at(request)}` };
  switch (request.status) {
    case 'pending':
      return mrkdwn`Waiting for a decision.`;
    case 'approved':
      return mrkdwn`Approved${approved}. The invitation waits for an answer.`;
    case 'fulfilled':
      return mrkdwn`Approved${approved}. The invitation was accepted.`;
    case 'lapsed':
      return mrkdwn`Approved${approved}. The invitation was not accepted.`;
    case 'denied':
      return mrkdwn`Denied${{ markup: `${by(request)}${at(request)}` }}.`;
    case 'withdrawn':
      return mrkdwn`Withdrawn by the person who asked${{ markup: at(request) }}.`;
    case 'expired':
      return mrkdwn`Expired without a decision${{ markup: at(request) }}.`;
  }
}

function as({ access }: RequestFacts): string {
  if (access === null) return '';
  return ` as ${literal(access.kind === 'organization' ? roleWithin(access) : accessName(access))}`;
}

function byAll(request: RequestFacts): string {
  const { approvals } = request;
  return approvals.length > 1 ? ` by ${literal(listed(approvals))}` : by(request);
}

const by = ({ decidedBy }: RequestFacts) => (decidedBy === null ? '' : ` by ${literal(decidedBy)}`);
const at = ({ decidedAt }: RequestFacts) => (decidedAt === null ? '' : `, ${date(decidedAt).markup}`);
