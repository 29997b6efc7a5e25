import type { KnownBlock, View } from '@slack/types';
import type { Obj } from './json.ts';
import type {
  FileContent,
  Gesture,
  GestureResult,
  OptionList,
  Person,
  Screen,
  StateValues,
  Surface,
  Upload,
} from './screen.ts';

export type Transport =
  | { kind: 'socket' }
  /** POST target of the app; requests are signed. */
  | { kind: 'http'; requestUrl: string };

interface FakeChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  /** User ids; `APP` stands for the app. */
  members: string[];
}

export interface FakeSlackOptions {
  /** The app's manifest: it decides which commands, shortcuts, events and scopes the app has. */
  manifest: unknown;
  workspace: { id: string; name: string };
  people: Person[];
  channels: FakeChannel[];
  appName?: string;
  transport: Transport;
  /** Time of messages and of `response_url` expiry. Time limits of seconds always use real time. */
  clock?: () => Date;
  ackTimeoutMs?: number;
  triggerLifetimeMs?: number;
  /** Waits before the three repeats of an event that was not acknowledged. */
  eventRetryDelaysMs?: readonly number[];
  rateLimits?: boolean;
  /** Messages to one channel that may come at once before the limit of one a second holds. */
  burst?: number;
  /** Where conversations, messages, homes and unread counts are kept across restarts. */
  stateFile?: string;
  port?: number;
}

export interface ApiCall {
  /** A Web API method, `response_url`, `file_upload` or `file_download`. */
  method: string;
  args: Obj;
  response: Obj;
  at: string;
}

export type Fault =
  /** 429. `retryAfter` defaults to '1'; null leaves the header out, any other text is sent as it is. */
  | { kind: 'ratelimited'; retryAfter?: string | null }
  | { kind: 'http'; status: number }
  /** `{ ok: false, error }`, for instance `fatal_error`. */
  | { kind: 'error'; error: string }
  /** Does what was asked, then never answers. */
  | { kind: 'apply-then-timeout' }
  /** Does what was asked, then breaks the connection. */
  | { kind: 'apply-then-reset' }
  | { kind: 'latency'; ms: number };

export interface FaultControls {
  /** The next calls of `method` meet these faults, one each; also `response_url`, `file_upload`, `file_download`, and `*` for any. */
  next(method: string, ...faults: Fault[]): void;
  /** Every call of `method` meets this fault until `clear`. */
  always(method: string, fault: Fault): void;
  /** Ends what `always` began for this method. */
  heal(method: string): void;
  clear(): void;
  archive(channelId: string, archived?: boolean): void;
  isArchived(channelId: string): boolean;
  removeApp(channelId: string): void;
  addApp(channelId: string): void;
  /** Deactivates a person, or brings them back. Nothing tells the app, which learns of it by `sendEvent` or by asking. */
  deactivate(userId: string, isDeactivated?: boolean): void;
  /** From now on every token is refused with this error. */
  revokeTokens(error?: 'token_revoked' | 'account_inactive'): void;
  /** The app is installed again: returns its new bot token. The one before is of no use any more. */
  reinstall(): string;
  /** Closes every socket connection, after a `disconnect` message when `reason` is given. */
  disconnect(reason?: string): void;
  /** While set, the next deliveries to the app are lost, as when it is down. */
  loseDeliveries(lose: boolean): void;
}

/** What became of a delivery to the app. */
export type Delivery =
  | { outcome: 'acked'; body: unknown }
  | { outcome: 'timeout' }
  | { outcome: 'failed'; reason: string; noRetry?: boolean };

export interface EventOptions {
  /** The same id again makes it a repeat. */
  eventId?: string;
  eventTime?: number;
  teamId?: string;
  retryNum?: number;
  retryReason?: string;
}

export interface SignedRequestOptions {
  url?: string;
  /** Seconds; past and future ones are for tests. */
  timestamp?: number;
  secret?: string;
  signature?: string | null;
  contentType?: string;
  headers?: Record<string, string>;
}

export interface FakeSlack {
  /** For SLACK_API_URL; ends with `/api/`. */
  url: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  appId: string;
  botUserId: string;
  /** Resolves when the app has acknowledged, or its time is over, and the acknowledgement has had its effect. */
  perform(userId: string, gesture: Gesture): Promise<GestureResult>;
  /** Asks the app for the options of an external select. */
  options(userId: string, on: Surface, blockId: string, actionId: string, query: string): Promise<OptionList>;
  /** Adds a file to a file input that the person has before them. */
  upload(userId: string, upload: Upload): GestureResult;
  /** A file that the person can see; undefined for any other. */
  file(userId: string, fileId: string): FileContent | undefined;
  screen(userId: string): Screen;
  onChange(listener: () => void): () => void;
  /** The last 5,000 Web API calls and uses of a response_url. */
  log: ApiCall[];
  /** Every rule of Slack's that the app broke. */
  violations: string[];
  faults: FaultControls;
  /** Opens socket connections to the app. */
  connections(): number;
  updateTransport(transport: Transport): void;
  /** Delivers one event as it is, without the subscription check and without repeats. */
  sendEvent(event: Obj, options?: EventOptions): Promise<Delivery>;
  /** Tells the app how somebody's account is now, as Slack does when it has changed; nothing when the app did not ask for it. */
  tellOfPerson(userId: string): Promise<void>;
  /** Sends a raw, signed request to the app over HTTP. */
  signedRequest(
    body: string | Obj,
    options?: SignedRequestOptions,
  ): Promise<{ status: number; body: string }>;
  /** Resolves when nothing has been under way between Slack and the app for `quietMs`. */
  settled(quietMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ConversationRecord {
  id: string;
  kind: 'channel' | 'private-channel' | 'app';
  name: string;
  members: string[];
  archived: boolean;
}

/** A file that a person or the app has given to Slack; its bytes are in the file store. */
export interface FileRecord {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  /** Bytes. */
  size: number;
  /** Who gave it: a person, or the app's bot user. */
  userId: string;
  /** Seconds since 1970. */
  created: number;
  /** `announced`: the app has an address to send the bytes to; `sent`: they are there; `complete`: it is a file. */
  status: 'announced' | 'sent' | 'complete';
  /** The secret part of the address that takes the bytes. */
  ticket?: string;
  /** Came to the app in a form that was submitted, so that the app may read it. */
  submitted: boolean;
  /** Where it is shared. */
  shares: { conversation: string; ts: string }[];
}

export interface MessageRecord {
  ts: string;
  conversation: string;
  author: { kind: 'person' | 'app' | 'slackbot'; id: string };
  text: string;
  blocks: KnownBlock[];
  /** Set on an ephemeral message: the only person who sees it. */
  onlyFor?: string;
  threadTs?: string;
  metadata?: Obj;
  /** Ids of the files that are shared in it. */
  files?: string[];
  edited: boolean;
  pings: string[];
  at: string;
}

export interface ViewRecord {
  id: string;
  userId: string;
  hash: string;
  view: View;
  state: StateValues;
  rootId: string;
  previousId: string | null;
  errors: Record<string, string>;
  busy: boolean;
}

export interface ResponseUrlRecord {
  id: string;
  userId: string;
  conversation: string;
  /** The message that holds the pressed element; none for a command. */
  source?: string;
  /** The last message that came through this address. */
  last?: string;
  uses: number;
  createdAt: string;
}

/** What outlives a restart. */
export interface State {
  conversations: Record<string, ConversationRecord>;
  messages: Record<string, MessageRecord[]>;
  homes: Record<string, ViewRecord>;
  /** user id -> conversation id -> count. */
  unread: Record<string, Record<string, number>>;
  /** Who has opened the app. */
  opened: string[];
  responseUrls: Record<string, ResponseUrlRecord>;
  files: Record<string, FileRecord>;
  lastTs: number;
}
