/** The accesses of one person, running and ended. */
import type { KnownBlock } from '@slack/types';
import type { GrantRow } from '../../src/domain/overviews.ts';
import { accessName } from '../common/access.ts';
import { actions, button, chunks, confirmation, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';

/** A running access, with Change and End for whoever may. */
export function activeGrantBlocks(grant: GrantRow): KnownBlock[] {
  const { access, since, endsAt, status } = grant;
  const end = endsAt === null ? 'No end date' : mrkdwn`Ends ${date(endsAt)}`.text;
  const suspended = status === 'suspended' ? ' It is suspended.' : '';
  return [
    section(
      mrkdwn`*${accessName(access)}* since ${date(since)}. ${{ markup: end }}.${{ markup: suspended }}`,
    ),
    ...(grant.isManageable ? [manageBlock(grant)] : []),
  ];
}

function manageBlock({ id, access }: GrantRow): KnownBlock {
  const name = accessName(access);
  return actions(`grant:${id}`, [
    button('Change', { action: actionIds.grantChange, value: id, label: `Change the access: ${name}` }),
    button('End', {
      action: actionIds.grantEnd,
      value: id,
      style: 'danger',
      label: `End the access: ${name}`,
      confirm: confirmation(
        'End the access?',
        `The access ${shorten(name, 150)} ends now${access.kind === 'app' ? ' and its seat is freed' : ''}. This cannot be undone.`,
        'End',
      ),
    }),
  ]);
}

/** Accesses that are over: from when to when, and who ended them. */
export function endedGrantBlocks(grants: readonly GrantRow[]): KnownBlock[] {
  return chunks(grants, 2).map((some) =>
    section(mrkdwn`${{ markup: some.map((grant) => endedLine(grant).markup).join('\n') }}`),
  );
}

function endedLine({ access, since, endedAt, endedBy }: GrantRow): Markup {
  const until = endedAt === null ? '' : mrkdwn`, until ${date(endedAt)}`.text;
  const by = endedBy === null ? '' : mrkdwn`, ended by ${shorten(endedBy, 60)}`.text;
  return {
    markup: mrkdwn`${shorten(accessName(access), 120)}: since ${date(since)}${{ markup: until + by }}.`.text,
  };
}
