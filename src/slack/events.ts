import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { noticeMessage } from '../../views/common/notices.ts';
import { findCode } from '../domain/codes.ts';
import { isFirstDelivery } from '../services/deliveries.ts';
import { keepTimeZone } from '../services/people/keep-time-zone.ts';
import { notePersonChange } from './activity.ts';
import { buildTurn, type Edge } from './build-turn.ts';
import { publishHome } from './home.ts';
import { identityOf } from './install.ts';
import type { Track } from './router.ts';
import { timeZoneKeeper } from './time-zone.ts';
import type { Turn } from './turn.ts';

/** Home when it is opened, people who are deactivated or come back (A54), the end of the installation (A55), and a warning to whoever pastes a code where others may read it, also with a file (A32). */
export function listenToEvents(app: App, edge: Edge, track: Track): void {
  const refreshTimeZone = timeZoneKeeper();
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return;
    await track(
      logged(edge, async () => refreshTimeZone(await openHome(edge, client, event.user, body.event_id))),
    );
  });

  app.event('user_change', async ({ event, body, client }) => {
    const { id, team_id, deleted: isDeleted = false, tz } = event.user;
    const identity = identityOf(edge.install, { user: { id, team_id } });
    const told = { identity, client, commandId: body.event_id, isDeleted };
    await track(logged(edge, () => notePersonChange(edge.runtime, edge.install, told)));
    const { tenantId } = edge.install;
    await track(logged(edge, () => keepTimeZone(edge.runtime, { tenantId, identity }, tz)));
  });

  const suspect = () => track(logged(edge, async () => edge.onLockout?.()));
  app.event('tokens_revoked', suspect);
  app.event('app_uninstalled', suspect);

  app.event('message', async ({ event, body, client }) => {
    const { subtype } = event;
    if (subtype !== undefined && subtype !== 'file_share' && subtype !== 'thread_broadcast') return;
    if (!event.user || ('bot_id' in event && event.bot_id)) return;
    if (!findCode(event.text ?? '')) return;
    const { user, channel, thread_ts } = event;
    const place = { user, channel, ...(thread_ts && { thread_ts }) };
    await track(logged(edge, () => warn(edge, client, place, body.event_id)));
  });
}

async function openHome(edge: Edge, client: WebClient, user: string, eventId: string): Promise<Turn> {
  const identity = identityOf(edge.install, { user: { id: user } });
  const turn = await buildTurn(edge, {
    identity,
    client,
    commandId: eventId,
    triggerId: '',
    surface: 'home',
  });
  await publishHome(turn);
  return turn;
}

async function warn(
  edge: Edge,
  client: WebClient,
  place: { user: string; channel: string; thread_ts?: string },
  eventId: string,
): Promise<void> {
  const identity = identityOf(edge.install, { user: { id: place.user } });
  const turn = await buildTurn(edge, {
    identity,
    client,
    commandId: eventId,
    triggerId: '',
    surface: 'message',
  });
  if (!(await isFirstDelivery(turn.context))) return;
  await client.chat.postEphemeral({
    ...place,
    ...noticeMessage(
      'That message looks like an invitation code. Nothing was done with it. Delete the message, and enter the code with /request-access, where nobody else sees it.',
    ),
  });
}

/** Slack has its acknowledgement before the listener runs, so a failure has nobody to go to but the log. */
async function logged(edge: Edge, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    edge.log.error({ err: error }, 'event not handled');
  }
}
