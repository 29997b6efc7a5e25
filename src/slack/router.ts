import { randomUUID } from 'node:crypto';
import type { App, BlockAction, ViewStateValue, ViewSubmitAction } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import { inTime, noOptions, tellError, verdictOn } from './answers.ts';
import { buildTurn, type Edge, logOf, type Origin } from './build-turn.ts';
import { type Form, openForm, submissionId } from './forms.ts';
import { identityOf } from './install.ts';
import { isTopmost, openViewOf, updateUnlessNewer } from './open-view.ts';
import type { ActionTurn, Feature, OpenView, Turn, Verdict } from './turn.ts';
import { readFileSizes, readLabels, readValue, readValues } from './values.ts';

/** Slack's limit for the options of a select. */
const maxOptions = 100;

/** Every id that the features listen to, in one table per kind: each is found by one look-up. */
export interface Routes {
  commands: ReadonlyMap<string, NonNullable<Feature['commands']>[string]>;
  shortcuts: ReadonlyMap<string, NonNullable<Feature['shortcuts']>[string]>;
  actions: ReadonlyMap<string, NonNullable<Feature['actions']>[string]>;
  options: ReadonlyMap<string, NonNullable<Feature['options']>[string]>;
  submissions: ReadonlyMap<string, NonNullable<Feature['submissions']>[string]>;
}

/** Joins the features' tables. Two features with one id are a mistake in the code. */
export function routesOf(features: Feature[]): Routes {
  const join = <Kind extends keyof Feature>(kind: Kind) => {
    const entries = features.flatMap((feature) => Object.entries(feature[kind] ?? {}));
    const table = new Map(entries);
    if (table.size !== entries.length) throw new Error(`two features listen to the same ${kind}`);
    return table;
  };
  return {
    commands: join('commands'),
    shortcuts: join('shortcuts'),
    actions: join('actions'),
    options: join('options'),
    submissions: join('submissions'),
  } as Routes;
}

/** Runs one interaction to its end; the process waits for it before it stops. */
export type Track = <T>(work: Promise<T>) => Promise<T>;

/**
 * One Bolt listener per kind, however many features there are: every listener costs time on every request.
 * All are acknowledged first, except submissions, whose acknowledgement is the verdict, and selects that the app fills, whose
 * acknowledgement is the list.
 */
export function route(app: App, edge: Edge, routes: Routes, track: Track): void {
  app.command(/.*/, async ({ command, ack, client, respond }) => {
    await ack();
    const handle = routes.commands.get(command.command);
    if (!handle) return;
    const origin: Origin = {
      identity: identityOf(edge.install, {
        user: { id: command.user_id, team_id: command.team_id },
        team: {
          id: command.team_id,
          ...(command.enterprise_id ? { enterprise_id: command.enterprise_id } : {}),
        },
      }),
      client,
      commandId: command.trigger_id,
      triggerId: command.trigger_id,
      surface: 'message',
      respond,
    };
    await track(run(edge, origin, (turn) => handle({ ...turn, text: command.text ?? '' })));
  });

  app.shortcut(/.*/, async ({ shortcut, body, ack, client }) => {
    await ack();
    const handle = routes.shortcuts.get(shortcut.callback_id);
    if (!handle) return;
    const origin: Origin = {
      identity: identityOf(edge.install, body),
      client,
      commandId: shortcut.trigger_id,
      triggerId: shortcut.trigger_id,
      surface: 'home',
    };
    await track(run(edge, origin, handle));
  });

  app.action<BlockAction>(/.*/, async ({ action, body, ack, client, respond }) => {
    await ack();
    const handle = routes.actions.get(action.action_id);
    if (!handle) return;
    const view = openViewOf(body);
    const state = body.view?.state.values ?? {};
    const value = String(readValue(action as ViewStateValue) ?? '');
    const origin: Origin = {
      identity: identityOf(edge.install, body),
      client,
      // The same button of the same rendering is one command, however often it is pressed.
      commandId: view ? `${view.id}.${view.hash}.${action.action_id}.${value}` : body.trigger_id,
      triggerId: body.trigger_id,
      surface: view ? view.view.type : 'message',
      ...(view ? {} : { respond }),
      ...(view && isTopmost(body.view) ? { topmost: view } : {}),
    };
    const pressed = {
      value,
      view,
      blockId: action.block_id,
      isTopmost: origin.topmost !== undefined,
      values: readValues(state),
      labels: readLabels(state),
    };
    await track(run(edge, origin, (turn) => handle(actionTurn(edge, origin, turn, pressed))));
  });

  app.options(/.*/, async ({ options: asked, body, ack, client }) => {
    const handle = routes.options.get(asked.action_id);
    if (!handle) return void (await ack({ options: [] }));
    const view = openViewOf(body);
    const origin: Origin = {
      identity: identityOf(edge.install, body),
      client,
      commandId: randomUUID(),
      triggerId: '',
      surface: view ? view.view.type : 'message',
    };
    const offer = async (): Promise<PlainTextOption[]> => {
      const turn = await buildTurn(edge, origin);
      const values = readValues(body.view?.state.values ?? {});
      const form = () => formOf(edge, turn, view);
      return handle({ ...turn, query: asked.value, blockId: asked.block_id, view, values, form });
    };
    const options = await track(
      inTime(offer()).catch((error: unknown) => noOptions(logOf(edge, origin), error)),
    );
    await ack({ options: options.slice(0, maxOptions) });
  });

  app.view<ViewSubmitAction>(
    { type: 'view_submission', callback_id: /.*/ },
    async ({ body, view, ack, client }) => {
      const handle = routes.submissions.get(view.callback_id);
      if (!handle) return void (await ack());
      const { private_metadata: metadata, callback_id: callbackId } = view;
      const values = readValues(view.state.values);
      const labels = readLabels(view.state.values);
      const fileSizes = readFileSizes(view.state.values);
      const origin: Origin = {
        identity: identityOf(edge.install, body),
        client,
        commandId: submissionId(edge.formKey, metadata, values),
        triggerId: '',
        surface: 'modal',
      };
      const judge = async (): Promise<Verdict> => {
        const turn = await buildTurn(edge, origin);
        const form = openForm(edge.formKey, turn.context.actor, callbackId, metadata, turn.context.now());
        const place = { parentViewId: view.previous_view_id ?? null, isTopmost: isTopmost(view) };
        return handle({ ...turn, form, values, labels, fileSizes, ...place });
      };
      const verdict = await track(
        inTime(judge()).catch((error: unknown) =>
          verdictOn(logOf(edge, origin), view as unknown as ModalView, error),
        ),
      );
      await (verdict ? ack(verdict) : ack());
    },
  );
}

async function run(edge: Edge, origin: Origin, handle: (turn: Turn) => Promise<void>): Promise<void> {
  try {
    await inTime(buildTurn(edge, origin).then(handle));
  } catch (error) {
    await tellError(logOf(edge, origin), origin, error);
  }
}

function actionTurn(
  edge: Edge,
  origin: Origin,
  turn: Turn,
  pressed: Pick<ActionTurn, 'value' | 'view' | 'blockId' | 'isTopmost' | 'values' | 'labels'>,
): ActionTurn {
  const { view } = pressed;
  return {
    ...turn,
    ...pressed,
    form: () => formOf(edge, turn, view),
    replace: async (replacement) => {
      if (!view) return turn.show(replacement);
      await updateUnlessNewer(origin.client, view, replacement);
    },
    rewrite: async (message) => {
      await origin.respond?.({ replace_original: true, ...message });
    },
  };
}

/** @throws DomainError `reopen`, also where there is no form */
function formOf({ formKey }: Edge, { context }: Turn, view: OpenView | null): Form {
  return openForm(formKey, context.actor, view?.callbackId ?? '', view?.metadata ?? '', context.now());
}
