/** Bringing in many people from a file (CSV): what a file may say, what becomes of each row, and where a run stands. */
import type { AccessFacts } from './access.ts';

/** The largest file that is read, in bytes (A43), and the most rows. */
export const importLimits = { bytes: 10_000_000, rows: 100_000 } as const;

/** Columns, by the names that people give them; only the address is needed. */
export const importColumns = [
  'email',
  'first name',
  'last name',
  'role',
  'app',
  'subscription',
  'app role',
  'workgroup',
  'workgroup role',
  'access ends',
  'note',
] as const;
export type ImportColumn = (typeof importColumns)[number];

/** `checked`: the dry run is done and waits for Start. */
export type ImportStatus = 'reading' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed';

export const importTransitions = {
  reading: ['checked', 'failed', 'cancelled'],
  checked: ['running', 'cancelled'],
  running: ['done', 'cancelled'],
  done: [],
  cancelled: [],
  failed: [],
} as const satisfies Readonly<Record<ImportStatus, readonly ImportStatus[]>>;

/** What becomes of a row, or in the dry run what would. */
export type RowOutcome =
  | 'invited'
  | 'granted'
  | 'waiting-for-account'
  | 'proposed'
  | 'already-invited'
  | 'has-access'
  | 'duplicate'
  | 'no-seat'
  | 'refused'
  | 'invalid';

export const rowOutcomeNames: Readonly<Record<RowOutcome, string>> = {
  invited: 'Invited',
  granted: 'Access given',
  'waiting-for-account': 'Waiting for account',
  proposed: 'Waits for a second approver',
  'already-invited': 'Invited already',
  'has-access': 'Has access already',
  duplicate: 'Twice in the file',
  'no-seat': 'No free seat',
  refused: 'Not allowed',
  invalid: 'Invalid',
};

export type RowCounts = Partial<Record<RowOutcome, number>>;

/** Outcomes that give somebody something; the others change nothing. */
export const changingOutcomes: readonly RowOutcome[] = [
  'invited',
  'granted',
  'waiting-for-account',
  'proposed',
];

/** Outcomes that somebody has to do something about. */
export const problemOutcomes: readonly RowOutcome[] = ['invalid', 'duplicate', 'no-seat', 'refused'];

/** A problem with the file as a whole, or the first of a kind: which line, what, and what to do. */
export interface FileProblem {
  /** From 1, with the header; null when it is about the whole file. */
  line: number | null;
  text: string;
}

/** Seats that a file needs of one subscription. */
export interface SeatNeed {
  access: AccessFacts;
  needed: number;
  /** Null: as many as are needed. */
  free: number | null;
}

/** What an admin sees before anything is done, and while it is done. */
export interface ImportOverview {
  id: string;
  organizationName: string;
  fileName: string;
  status: ImportStatus;
  total: number;
  done: number;
  /** Of the dry run while it is only checked, of what was done afterwards. */
  counts: RowCounts;
  /** The first ones, at most ten; of a file that could not be read, why. */
  problems: FileProblem[];
  /** What is worth knowing about the file as a whole, though it could be read. */
  notices: FileProblem[];
  seats: SeatNeed[];
  startedAt: Date | null;
  endedAt: Date | null;
  /** Why it was stopped, where nobody pressed Cancel. */
  stoppedBecause: string | null;
  /** The same file ran before: when. */
  ranBefore: Date | null;
  /** Whether who looks at it has read the file and may start it; whoever may see it may cancel it. */
  mayStart: boolean;
}

/** One import in the list of an organization's. */
export type ImportSummary = Pick<ImportOverview, 'id' | 'fileName' | 'status' | 'total' | 'done'> & {
  /** The name of whoever started it, or has read the file; null when the account is gone. */
  by: string | null;
  /** When it was started; before that, when the file was read. */
  at: Date;
};

/** How many of them the list has. */
export const importsListed = 20;
