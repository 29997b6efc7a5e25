import type { RequestFacts } from '../../src/domain/messages.ts';
import { date } from '../common/dates.ts';
import { literal, type Markup, mrkdwn } from '../common/escape.ts';
import { asRole } from '../common/words.ts';

/** What became of a request: who decided it, when, and with which role. */
export function outcome(request: RequestFacts): Markup {
  return { markup: sentence(request).text };
}

function sentence(request: RequestFacts) {
  const decided = { markup: `${as(request)}${by(request)}${at(request)}` };
  switch (request.status) {
    case 'pending':
      return mrkdwn`Waiting for a decision.`;
    case 'approved':
      return mrkdwn`Approved${decided}. The invitation waits for an answer.`;
    case 'fulfilled':
      return mrkdwn`Approved${decided}. The invitation was accepted.`;
    case 'lapsed':
      return mrkdwn`Approved${decided}. The invitation was not accepted.`;
    case 'denied':
      return mrkdwn`Denied${{ markup: `${by(request)}${at(request)}` }}.`;
    case 'withdrawn':
      return mrkdwn`Withdrawn by the person who asked${{ markup: at(request) }}.`;
    case 'expired':
      return mrkdwn`Expired without a decision${{ markup: at(request) }}.`;
  }
}

const as = ({ role }: RequestFacts) => (role === null ? '' : ` as ${asRole(role)}`);
const by = ({ decidedBy }: RequestFacts) => (decidedBy === null ? '' : ` by ${literal(decidedBy)}`);
const at = ({ decidedAt }: RequestFacts) => (decidedAt === null ? '' : `, ${date(decidedAt).markup}`);
