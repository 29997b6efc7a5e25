import type { RespondArguments } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { SlackMessage } from '../../views/common/message.ts';
import type { PersonActor, SlackProfile } from '../domain/context.ts';
import type { Context } from '../services/context.ts';
import type { Form } from './forms.ts';
import type { Install } from './install.ts';
import type { Values } from './values.ts';

/** One interaction of one person: what every listener gets, whatever the surface. */
export interface Turn {
  context: Context & { actor: PersonActor };
  install: Install;
  client: WebClient;
  log: Logger;
  /** Opens one view, within three seconds; empty where Slack gives none. */
  triggerId: string;
  /** What Slack says of the person: one request to Slack. */
  profile(): Promise<SlackProfile>;
  /** The sealed metadata of a form that this person is about to see. */
  seal(callbackId: string, subject?: string): string;
  /** Shows a modal: on top of the one that is open, if any. */
  show(view: ModalView): Promise<void>;
  /** Tells this person alone something, where they are. */
  tell(message: SlackMessage): Promise<void>;
}

export interface CommandTurn extends Turn {
  text: string;
}

/** The view in which somebody pressed or chose something. */
export interface OpenView {
  id: string;
  hash: string;
  callbackId: string;
  metadata: string;
  view: ModalView | HomeView;
}

export interface ActionTurn extends Turn {
  /** The button's value, the chosen option's, or the typed text. */
  value: string;
  /** The modal or Home it happened in; null in a message. */
  view: OpenView | null;
  /** Opens the sealed metadata of that modal. @throws DomainError `reopen` */
  form(): Form;
  /** Replaces the modal that it happened in. */
  replace(view: ModalView): Promise<void>;
  /** Writes the message anew that it happened in. */
  rewrite(message: SlackMessage): Promise<void>;
}

export interface SubmissionTurn extends Turn {
  form: Form;
  values: Values;
  /** The modal below this one, if any. */
  parentViewId: string | null;
}

/** The verdict on a submission. Nothing: the view closes. */
export type Verdict =
  | undefined
  | { response_action: 'update' | 'push'; view: ModalView }
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: Record<string, string> };

export type CommandHandler = (turn: CommandTurn) => Promise<void>;
export type ShortcutHandler = (turn: Turn) => Promise<void>;
export type ActionHandler = (turn: ActionTurn) => Promise<void>;
export type SubmissionHandler = (turn: SubmissionTurn) => Promise<Verdict>;

/** What one feature listens to, by the ids that Slack sends. */
export interface Feature {
  commands?: Record<string, CommandHandler>;
  shortcuts?: Record<string, ShortcutHandler>;
  actions?: Record<string, ActionHandler>;
  submissions?: Record<string, SubmissionHandler>;
}

export type Respond = (message: RespondArguments) => Promise<unknown>;
