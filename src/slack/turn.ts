import type { RespondArguments } from '@slack/bolt';
import type { HomeView, ModalView, PlainTextOption } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { SlackMessage } from '../../views/common/message.ts';
import type { PersonActor, SlackProfile } from '../domain/context.ts';
import type { Context } from '../services/context.ts';
import type { Form } from './forms.ts';
import type { Install } from './install.ts';
import type { FileSizes, Labels, Values } from './values.ts';

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
  /** Shows a modal: on top of the one that is open, if any, or in its place where Slack takes no further one. */
  show(view: ModalView): Promise<void>;
  /** Goes on with long work after the answer; the process waits for it before it stops. An error is logged. */
  inBackground(work: () => Promise<void>): void;
  /** Tells this person alone something, where they are; within the modal where nothing can come on top of it. */
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

/** What is filled into a view, by field name; nothing in a message. */
interface Filled {
  values: Values;
  /** The texts of the chosen options: what a select shows that the app fills. */
  labels: Labels;
}

export interface ActionTurn extends Turn, Filled {
  /** The button's value, the chosen option's, or the typed text. */
  value: string;
  /** The block it happened in; its scope, if any, says what it depended on. */
  blockId: string;
  /** The modal or Home it happened in; null in a message. */
  view: OpenView | null;
  /** Whether Slack takes no further modal on top of that one: it shows three at most. */
  isTopmost: boolean;
  /** Opens the sealed metadata of that modal. @throws DomainError `reopen` */
  form(): Form;
  /** Replaces the modal that it happened in. */
  replace(view: ModalView): Promise<void>;
  /** Writes the message anew that it happened in. */
  rewrite(message: SlackMessage): Promise<void>;
}

/** A select that the app fills asks for its options while somebody types. */
export interface OptionsTurn extends Turn {
  /** What was typed, maybe nothing. */
  query: string;
  /**
   * The block of the select. What the options depend on has to be in its scope or in the form's subject: Slack does not keep
   * `values` up to date in this request, and often leaves them out.
   */
  blockId: string;
  view: OpenView | null;
  values: Values;
  /** Opens the sealed metadata of that modal. @throws DomainError `reopen` */
  form(): Form;
}

export interface SubmissionTurn extends Turn, Filled {
  form: Form;
  fileSizes: FileSizes;
  /** The modal below this one, if any. */
  parentViewId: string | null;
  /** Whether Slack takes no further modal on top of this one: it shows three at most. */
  isTopmost: boolean;
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
/** The first hundred are shown. */
export type OptionsHandler = (turn: OptionsTurn) => Promise<PlainTextOption[]>;
export type SubmissionHandler = (turn: SubmissionTurn) => Promise<Verdict>;

/** What one feature listens to, by the ids that Slack sends. */
export interface Feature {
  commands?: Record<string, CommandHandler>;
  shortcuts?: Record<string, ShortcutHandler>;
  actions?: Record<string, ActionHandler>;
  /** By the `action_id` of the select. */
  options?: Record<string, OptionsHandler>;
  submissions?: Record<string, SubmissionHandler>;
}

export type Respond = (message: RespondArguments) => Promise<unknown>;
