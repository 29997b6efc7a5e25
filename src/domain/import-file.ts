/** The first line of a file with people: which column is which. */
import { closest, distance } from 'fastest-levenshtein';
import { parseEmail } from './email.ts';
import { BrokenFile } from './import-text.ts';
import { type FileProblem, type ImportColumn, importColumns } from './imports.ts';

/** What people call the columns, without spaces, hyphens and capitals. */
const synonyms: Readonly<Record<ImportColumn, readonly string[]>> = {
  email: ['email', 'emailaddress', 'mail', 'mailaddress', 'primaryemail', 'workemail'],
  'first name': ['firstname', 'givenname', 'forename', 'first', 'given'],
  'last name': ['lastname', 'surname', 'familyname', 'last', 'family'],
  role: ['role', 'organizationrole', 'organisationrole', 'businessrole'],
  app: ['app', 'application', 'appname'],
  subscription: ['subscription', 'subscriptionname', 'licence', 'license'],
  'app role': ['approle', 'applicationrole', 'roleonapp', 'roleintheapp'],
  workgroup: ['workgroup', 'workgroupname', 'group', 'groupname', 'team'],
  'workgroup role': ['workgrouprole', 'grouprole', 'teamrole'],
  'access ends': ['accessends', 'accessendson', 'endson', 'ends', 'enddate', 'accessend', 'validuntil'],
  note: ['note', 'notes', 'message', 'comment'],
};

/** Columns of our own reports: known, and of no use here. */
const ofReports = ['line', 'outcome', 'remark', 'username', 'since', 'partner'];

const columnBySynonym = new Map(
  importColumns.flatMap((column) => synonyms[column].map((name) => [name, column] as const)),
);

const delimiters = [',', ';', '\t'] as const;
export type Delimiter = (typeof delimiters)[number];

export interface Header {
  /** What stands in each place of a line; null for what is not read. */
  columns: (ImportColumn | null)[];
  notices: FileProblem[];
}

/** What separates the cells of a file, by the line with the names of the columns: the one that makes most names known. */
export function delimiterOf(headerLine: string): Delimiter {
  const known = (delimiter: Delimiter) =>
    headerLine.split(delimiter).filter((name) => columnBySynonym.has(keyOf(unquoted(name)))).length;
  const pieces = (delimiter: Delimiter) => headerLine.split(delimiter).length;
  const [best = ','] = [...delimiters].sort((a, b) => known(b) - known(a) || pieces(b) - pieces(a));
  return best;
}

/**
 * Finds the columns by their names, in any order.
 * @param line where the names stand
 * @throws BrokenFile without a column for the address, or with two columns for the same
 */
export function readHeader(names: readonly string[], line: number): Header {
  const columns = names.map((name) => columnBySynonym.get(keyOf(name)) ?? null);
  if (!columns.includes('email')) throw new BrokenFile(line, whyNoAddress(names));
  for (const [place, column] of columns.entries()) {
    const first = columns.indexOf(column);
    if (column === null || first === place) continue;
    const both = `${shown(names[first])} and ${shown(names[place])}`;
    throw new BrokenFile(line, `Two columns are for the same: ${both}. Rename one of them, or remove it.`);
  }
  const unknown = names.filter(
    (name, place) => columns[place] === null && keyOf(name) !== '' && !ofReports.includes(keyOf(name)),
  );
  return { columns, notices: unknown.length > 0 ? [{ line, text: notRead(unknown) }] : [] };
}

function whyNoAddress(names: readonly string[]): string {
  if (names.some((name) => 'key' in parseEmail(name))) {
    return 'The columns have no names: this line has an e-mail address in it. Put a line above it such as: email, first name, last name, role';
  }
  const meant = names.find((name) => keyOf(name) !== '' && distance(keyOf(name), 'email') <= 2);
  const remedy = meant
    ? `Did you mean that by ${shown(meant)}? Name it “email”.`
    : 'Name one column “email”.';
  return `There is no column for the e-mail address. ${remedy}`;
}

function notRead(unknown: readonly string[]): string {
  const list = unknown.slice(0, 10).map((name) => {
    const likely = closest(keyOf(name), [...columnBySynonym.keys()]);
    const isNear = distance(keyOf(name), likely) <= 2;
    return isNear ? `${shown(name)} (did you mean “${columnBySynonym.get(likely)}”?)` : shown(name);
  });
  const more = unknown.length > list.length ? `, and ${unknown.length - list.length} more` : '';
  const what =
    unknown.length === 1 ? 'This column is not known and was' : 'These columns are not known and were';
  return `${what} not read: ${list.join(', ')}${more}. Known are: ${importColumns.join(', ')}.`;
}

function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{C}_.\-‐-―]/gu, '');
}

function unquoted(name: string): string {
  return name.trim().replace(/^"(.*)"$/, '$1');
}

function shown(name = ''): string {
  const clean = name.replace(/\p{C}/gu, '').trim();
  return `“${clean.length > 40 ? `${clean.slice(0, 40)}…` : clean}”`;
}
