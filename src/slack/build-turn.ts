import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { callbackIds } from '../../views/common/ids.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import type { PersonActor, SlackIdentity } from '../domain/context.ts';
import { busy } from '../domain/errors.ts';
import { actingAccount, findAccountOf } from '../services/accounts.ts';
import { contextFor, newId, type Runtime } from '../services/context.ts';
import { isDeactivated, requireBack } from './activity.ts';
import { sealForm } from './forms.ts';
import type { Install } from './install.ts';
import { updateUnlessNewer, withNotice } from './open-view.ts';
import { fetchProfile } from './profile.ts';
import type { OpenView, Respond, Turn } from './turn.ts';

/** What the Slack edge has besides the verbs' runtime. */
export interface Edge {
  runtime: Runtime;
  install: Install;
  /** Seals forms; 32 bytes. */
  formKey: Uint8Array;
  log: Logger;
  /** Gets what goes on after an answer, which never rejects; without it, nobody waits for that. */
  background?: (work: Promise<void>) => void;
  /** Called when Slack says that it has taken back its token, or that the app was removed. */
  onLockout?: () => Promise<void>;
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
  /** The modal it happened in, where Slack takes no further one on top of it. */
  topmost?: OpenView;
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
  if (account && isDeactivated(account)) await requireBack(runtime, install, origin, account);
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
    inBackground: (work) => {
      const failed = (error: unknown) => logOf(edge, origin).error({ err: error }, 'background work failed');
      const going = work().catch(failed);
      edge.background?.(going);
    },
  };
}

/**
 * Tells a person something where they are: by the response URL in a conversation, as a view where there is none, within the
 * view where none can come on top of it, and as a direct message when no view can be shown any more.
 */
export async function tell(origin: Origin, message: SlackMessage): Promise<void> {
  if (origin.respond) {
    await origin.respond({ response_type: 'ephemeral', replace_original: false, ...message });
    return;
  }
  try {
    await (origin.topmost
      ? tellWithin(origin.client, origin.topmost, message)
      : show(origin, asView(message)));
  } catch {
    await origin.client.chat.postMessage({ channel: origin.identity.userId, ...message });
  }
}

/** On top of what is open, or in its place where nothing can come on top. */
async function show({ client, triggerId, surface, topmost }: Origin, view: ModalView): Promise<void> {
  if (topmost) return updateUnlessNewer(client, topmost, view);
  const open = surface === 'modal' ? client.views.push : client.views.open;
  await open({ trigger_id: triggerId, view });
}

/** A form keeps what was typed and begins with the message; any other view gives way to it. */
async function tellWithin(client: WebClient, { id, view }: OpenView, message: SlackMessage): Promise<void> {
  const isForm = view.type === 'modal' && view.submit !== undefined;
  await client.views.update({ view_id: id, view: isForm ? withNotice(view, message) : asView(message) });
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
