import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { noticeMessage } from '../../views/common/notices.ts';
import { findCode } from '../domain/codes.ts';
import { isFirstDelivery } from '../services/deliveries.ts';
import { buildTurn, type Edge } from './build-turn.ts';
import { publishHome } from './home.ts';
import { identityOf } from './install.ts';
import type { Track } from './router.ts';

/** Home when it is opened, and a warning to whoever pastes a code where others may read it, also with a file (A32). */
export function listenToEvents(app: App, edge: Edge, track: Track): void {
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return;
    await track(logged(edge, () => openHome(edge, client, event.user, body.event_id)));
  });

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

async function openHome(edge: Edge, client: WebClient, user: string, eventId: string): Promise<void> {
  const identity = identityOf(edge.install, { user: { id: user } });
  const turn = await buildTurn(edge, {
    identity,
    client,
    commandId: eventId,
    triggerId: '',
    surface: 'home',
  });
  await publishHome(turn);
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
