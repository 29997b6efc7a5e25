/**
 * What the sandbox's page and its Slack say to each other: the screen of one person, and the gestures that a person makes.
 * Types only, so that the browser's bundle can import them.
 */
import type { HomeView, KnownBlock, ModalView } from '@slack/types';

export interface Person {
  id: string;
  name: string;
  realName: string;
  title: string;
  email: string;
  isWorkspaceAdmin: boolean;
  /** False for somebody whose home is another workspace (Slack Connect). */
  isHome: boolean;
  /** The home workspace of somebody from outside. */
  teamId?: string;
  /** What they are in the Grid organization that the workspace belongs to. */
  grid?: { id: string; enterprise_id: string; is_admin: boolean; is_owner: boolean; teams: string[] };
  /** Slack has deactivated them. */
  isDeactivated?: boolean;
  /** The IANA zone that they have chosen; Europe/London where none is given. */
  timeZone?: string;
}

export interface Conversation {
  id: string;
  kind: 'channel' | 'private-channel' | 'app';
  name: string;
  unread: number;
  /** People cannot write here, slash commands included: leave the composer out. */
  readOnly?: boolean;
}

export interface ShownMessage {
  ts: string;
  conversation: string;
  author: { kind: 'person' | 'app' | 'slackbot'; id: string; name: string };
  text: string;
  blocks: KnownBlock[];
  files: ShownFile[];
  /** What this person has chosen in the message's inputs; without it the page remembers by itself. */
  state?: StateValues;
  /** Only the person whose screen this is sees it. */
  ephemeral: boolean;
  edited: boolean;
  /** Who or what the message notifies by a mention: user ids, `channel`, `here`, `everyone`, or user group ids. */
  pings: string[];
  /** ISO 8601. */
  at: string;
}

/** A file as the page shows it, in a file input or below a message. */
export interface ShownFile {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

export interface FileContent {
  name: string;
  mimetype: string;
  bytes: Uint8Array;
}

/** A file that somebody puts into a file input. */
export interface Upload {
  on: Surface;
  blockId: string;
  actionId: string;
  name: string;
  bytes: Uint8Array;
}

/** A value of `view.state.values[block][action]`, as Slack sends it. */
export type ElementState = { type: string } & Record<string, unknown>;
export type StateValues = Record<string, Record<string, ElementState>>;

export interface ShownModal {
  id: string;
  view: ModalView;
  state: StateValues;
  /** Field errors of the last submission, by block_id. */
  errors: Record<string, string>;
  /** Set while a submission waits for the app's answer. */
  busy: boolean;
}

export interface Notice {
  id: string;
  level: 'error' | 'info';
  text: string;
}

export interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  at: string;
}

export interface Screen {
  version: number;
  now: string;
  workspace: { id: string; name: string };
  me: Person;
  people: Person[];
  app: {
    id: string;
    name: string;
    userId: string;
    commands: { command: string; description: string; usageHint: string }[];
    shortcuts: { callbackId: string; name: string }[];
  };
  conversations: Conversation[];
  /** Messages of every conversation of `conversations`, oldest first, as this person sees them. */
  messages: Record<string, ShownMessage[]>;
  /** The person's stack of modals, lowest first. */
  modals: ShownModal[];
  home: { view: HomeView; state: StateValues } | null;
  notices: Notice[];
}

export type Surface =
  | { type: 'message'; conversation: string; ts: string }
  | { type: 'modal'; viewId: string }
  | { type: 'home' };

export type Gesture =
  /** A line in the composer: a slash command when it begins with `/`, else a message. */
  | { kind: 'say'; conversation: string; text: string }
  | { kind: 'shortcut'; callbackId: string }
  | { kind: 'open-home' }
  | { kind: 'read'; conversation: string }
  /** A button or overflow item; `value` is only for elements that carry a choice. */
  | { kind: 'press'; on: Surface; blockId: string; actionId: string; value?: ElementState }
  /** New value of an input; dispatches a block action when the block asks for it (dispatch_action, or a select in a section). */
  | {
      kind: 'change';
      on: Surface;
      blockId: string;
      actionId: string;
      value: ElementState;
      /** Enter was pressed in a text input: the moment of `on_enter_pressed`. Without it, a text change is `on_character_entered`. */
      enter?: true;
    }
  | { kind: 'submit'; viewId: string }
  /** Close (or X, with `all`) of a modal. */
  | { kind: 'close'; viewId: string; all?: boolean }
  | { kind: 'dismiss'; noticeId: string };

/** What a gesture came to. Errors are for the person, as Slack would show them. */
export type GestureResult = { ok: true } | { ok: false; error: string };

export type OptionList = { text: string; value: string; description?: string }[];
