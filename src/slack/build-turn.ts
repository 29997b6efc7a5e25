import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { callbackIds } from '../../views/common/ids.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import type { PersonActor, SlackIdentity } from '../domain/context.ts';
import { busy } from '../domain/errors.ts';
import { actingAccount, findAccountOf } from '../services/accounts.ts';
import { contextFor, newId, type Runtime } from '../services/context.ts';
import { sealForm } from './forms.ts';
import type { Install } from './install.ts';
import { fetchProfile } from './profile.ts';
import type { Respond, Turn } from './turn.ts';

/** What the Slack edge has besides the verbs' runtime. */
export interface Edge {
  runtime: Runtime;
  install: Install;
  /** Seals forms; 32 bytes. */
  formKey: Uint8Array;
  log: Logger;
  /** False while the database is not usable: everybody is told at once that nothing was done. */
  isReady(): boolean;
}

/** Where an interaction happened, and how to answer it there. */
export interface Origin {
  identity: SlackIdentity;
  client: WebClient;
  /** Names the command: a delivery that Slack repeats has the same one. */
  commandId: string;
  triggerId: string;
  surface: 'message' | 'modal' | 'home';
  respond?: Respond;
}

/** The log of one interaction: every line says whose it was. */
export function logOf(edge: Edge, { identity, commandId }: Pick<Origin, 'identity' | 'commandId'>): Logger {
  const { teamId, userId } = identity;
  return edge.log.child({ tenant: edge.install.tenantId, team: teamId, person: userId, command: commandId });
}

/** Finds the actor, and prepares everything that a listener may want to do. */
export async function buildTurn(edge: Edge, origin: Origin): Promise<Turn> {
  const { runtime, install } = edge;
  const { identity, client, triggerId } = origin;
  if (!edge.isReady()) throw busy();
  const account = await findAccountOf(runtime, { tenantId: install.tenantId, identity });
  const actor: PersonActor = {
    kind: 'person',
    tenantId: install.tenantId,
    identity,
    account: account ? actingAccount(account) : null,
  };
  const context = { ...contextFor(runtime, actor, origin.commandId), actor };
  return {
    context,
    install,
    client,
    log: logOf(edge, origin),
    triggerId,
    profile: () => fetchProfile(client, install, identity),
    seal: (callbackId, subject = '') =>
      sealForm(edge.formKey, actor, callbackId, { id: newId(runtime, 'frm'), subject }),
    show: (view) => show(origin, view),
    tell: (message) => tell(origin, message),
  };
}

/**
 * Tells a person something where they are: by the response URL in a conversation, as a view where there is none, and as a
 * direct message when no view can be opened any more.
 */
export async function tell(origin: Origin, message: SlackMessage): Promise<void> {
  if (origin.respond) {
    await origin.respond({ response_type: 'ephemeral', replace_original: false, ...message });
    return;
  }
  try {
    await show(origin, asView(message));
  } catch {
    await origin.client.chat.postMessage({ channel: origin.identity.userId, ...message });
  }
}

async function show({ client, triggerId, surface }: Origin, view: ModalView): Promise<void> {
  const open = surface === 'modal' ? client.views.push : client.views.open;
  await open({ trigger_id: triggerId, view });
}

function asView({ blocks }: SlackMessage): ModalView {
  return {
    type: 'modal',
    callback_id: callbackIds.info,
    title: { type: 'plain_text', text: 'Gatehouse' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}
