/** What the page needs from the world behind it: a Slack to look at and act in, and a mailbox. */
import type {
  FileContent,
  Gesture,
  GestureResult,
  Mail,
  OptionList,
  Screen,
  Surface,
  Upload,
} from '../slack/screen.ts';

export interface PageBackend {
  screen(userId: string): Screen;
  perform(userId: string, gesture: Gesture): Promise<GestureResult>;
  options(userId: string, on: Surface, blockId: string, actionId: string, query: string): Promise<OptionList>;
  /** Puts a file into a file input. */
  upload(userId: string, upload: Upload): GestureResult;
  /** A file that this person can see. */
  file(userId: string, fileId: string): FileContent | undefined;
  onChange(listener: () => void): () => void;
  /** Newest last. A new mail also calls the listeners of `onChange`. */
  mails(): Mail[];
  /** Who the visitor is at first. */
  defaultPerson: string;
  /** Without it the page offers no clock to move. */
  clock?: {
    /** Moves the sandbox's clock forward; resolves when it is there, or with the reason why it does not move. */
    move(move: ClockMove): Promise<Arrival>;
    /** Where it is going; null while nobody moves it. A change also calls the listeners of `onChange`. */
    journey(): Journey | null;
  };
  /** Without it the page offers no faults. A change also calls the listeners of `onChange`. */
  faults?: {
    list(): ShownFault[];
    change(change: FaultChange): Promise<FaultChangeResult>;
    healAll(): Promise<void>;
  };
}

export type ClockMove = { milliseconds: number } | { to: 'next-working-morning' } | { until: string };

/** `happened`: what came about by itself on the way, such as "2 reminders". */
export type Arrival = { ok: true; now: string; happened: string[] } | { ok: false; error: string };

export interface Journey {
  /** ISO 8601. */
  until: string;
}

/** Something that can go wrong around the app. */
export interface ShownFault {
  id: string;
  name: string;
  hint: string;
  /** What it needs to know before it can be on. */
  input: 'addresses' | 'person' | null;
  isOn: boolean;
  /** What was put into its input; a person by id. */
  value: string;
}

export interface FaultChange {
  id: string;
  isOn: boolean;
  value?: string;
}

export type FaultChangeResult = { ok: true } | { ok: false; error: string };

/** What is set around the app, beside what one person sees. */
export interface Controls {
  journey: Journey | null;
  faults: ShownFault[];
}

export interface PageOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Whoever knows it may use the page. */
  token: string;
  /** The three lines that tell a newcomer what to do first. */
  tryThis?: string[];
}

/** What the page asks for once, when it opens. */
export interface PageSettings {
  defaultPerson: string;
  tryThis: string[];
  canMoveClock: boolean;
}
