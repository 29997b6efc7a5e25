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
  /** Moves the sandbox's clock forward. Without it the page offers no clock. */
  moveClock?(milliseconds: number): Promise<void>;
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
