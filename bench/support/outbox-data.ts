import { randomBytes } from 'node:crypto';
import { day } from '../../src/domain/invitations.ts';
import { requestKey } from '../../src/services/invitations/keys.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { organization, tenantId } from './records.ts';
import { newInvitees } from './redeem-data.ts';

/** Where messages go: the mailbox and the Slack of the sandbox, in a process of their own. */
export interface PostOffice {
  smtpUrl: string;
  slackApiUrl: string;
  botToken: string;
}

export type OutboxQuestion =
  | { kind: 'prepare' }
  /** Sends so many mails, and a quarter as many cards, to this post office. Answers the messages per second. */
  | { kind: 'send'; mails: number; office: PostOffice };

/** As many as Gatehouse has under way at once: half of them mails. */
export const concurrency = 48;
/** Slack takes four messages at once in a channel, and a hundred in a workspace, before its pace counts. */
export const channels = Array.from({ length: 25 }, (_, index) => `C0BENCH${index}`);

export interface Mailing {
  accounts: AccountRecord[];
  invitations: InvitationRecord[];
  requests: AccessRequestRecord[];
  rows: OutboxRecord[];
}

/** New people with what is to be told of them: an invitation's mail each, and a request's card for every fourth. */
export function newMailing(mails: number): Mailing {
  const invitees = newInvitees(mails, new Uint8Array(32).fill(7));
  const asking = invitees.slice(0, Math.min(channels.length * 4, Math.floor(mails / 4)));
  const requests = asking.map(({ account }) => requestOf(account));
  return {
    accounts: asking.map(({ account }) => account),
    invitations: invitees.map(({ invitation }) => invitation),
    requests,
    rows: [
      ...invitees.map(({ invitation: { _id: id, email: address } }) =>
        newRow({
          template: 'join-invitation',
          about: { type: 'invitation', id },
          to: { via: 'mail', address },
        }),
      ),
      ...requests.map(({ _id: id }, index) => {
        const channel = channels[index % channels.length] ?? '';
        return newRow({
          template: 'request-opened',
          about: { type: 'request', id },
          to: { via: 'slack', channel },
        });
      }),
    ],
  };
}

function requestOf({ _id: accountId }: AccountRecord): AccessRequestRecord {
  const createdAt = new Date();
  return {
    _id: `req_${randomBytes(13).toString('hex')}`,
    tenantId,
    organizationId: organization._id,
    accountId,
    invitationId: null,
    invitedEmail: null,
    inviterName: 'Pat owner',
    status: 'pending',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 14 * day),
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    reason: null,
    access: null,
    wanted: null,
    approvals: [],
    liveKey: requestKey(organization._id, accountId),
  };
}

function newRow(row: Pick<OutboxRecord, 'template' | 'about' | 'to'>): OutboxRecord {
  const id = `msg_${randomBytes(13).toString('hex')}`;
  const now = new Date();
  return {
    _id: id,
    tenantId,
    key: id,
    ...row,
    codeVersion: row.to.via === 'mail' ? 1 : null,
    status: 'pending',
    attempts: 0,
    dueAt: now,
    lease: null,
    createdAt: now,
    endedAt: null,
    problem: null,
    posted: null,
  };
}
