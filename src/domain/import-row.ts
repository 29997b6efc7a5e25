/** One line of a file with people: what its cells ask for, as far as the line itself can tell. */
import { endOfDay } from './catalog.ts';
import { type EmailAddress, parseEmail } from './email.ts';
import type { ImportColumn } from './imports.ts';
import { noteLimit } from './invitations.ts';
import { personName } from './people.ts';
import { type OrganizationRole, organizationRoleNames, organizationRoles } from './permissions.ts';
import { type WorkgroupRole, workgroupRoles } from './workgroups.ts';

/** The cells of a line that are filled in. */
export type RowCells = Partial<Record<ImportColumn, string>>;

export interface FileRow {
  email: EmailAddress;
  names: { firstName: string; lastName: string } | null;
  /** A role in the organization itself; null where the line asks for other access alone. */
  role: OrganizationRole | null;
  /** By their names. */
  app: { app: string; subscription: string; role: string } | null;
  workgroup: { name: string; role: WorkgroupRole } | null;
  accessEndsAt: Date | null;
  note: string | null;
}

/** Reads a line. What is wrong in it is said all at once, each with its remedy. */
export function readRow(cells: RowCells): FileRow | { problem: string } {
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const email = readEmail(cells, report);
  const row = {
    names: readNames(cells, report),
    role: readRole(cells, report),
    app: readApp(cells, report),
    workgroup: readWorkgroup(cells, report),
    accessEndsAt: readEnd(cells, report),
    note: readNote(cells, report),
  };
  if (row.role === 'owner' && row.accessEndsAt)
    report('The access of an owner has no end. Empty “access ends”.');
  if (problems.length > 0 || email === null) return { problem: problems.join(' ') };
  return { email, ...row };
}

type Report = (problem: string) => void;

function readEmail({ email: typed }: RowCells, report: Report): EmailAddress | null {
  if (typed === undefined) {
    report('The e-mail address is missing.');
    return null;
  }
  const email = parseEmail(typed);
  if ('key' in email) return email;
  report(`${quoted(typed)} ${email.problem}.`);
  return null;
}

/** Both or none: an invitation knows a person's whole name. */
function readNames(cells: RowCells, report: Report): FileRow['names'] {
  const read = (column: 'first name' | 'last name'): string | null => {
    const typed = cells[column];
    if (typed === undefined) return null;
    const parsed = personName(column).safeParse(typed);
    if (parsed.success) return parsed.data;
    report(parsed.error.issues[0]?.message ?? '');
    return null;
  };
  const [firstName, lastName] = [read('first name'), read('last name')];
  return firstName !== null && lastName !== null ? { firstName, lastName } : null;
}

function readRole(cells: RowCells, report: Report): OrganizationRole | null {
  const typed = cells.role;
  const hasOther = cells.app !== undefined || cells.workgroup !== undefined;
  if (typed === undefined) return hasOther ? null : 'member';
  const role = organizationRoleOf(typed);
  if (role) return role;
  const known = organizationRoles.map((each) => organizationRoleNames[each]).join(', ');
  const remedy = isInWrongColumn(cells) ? ' For the role on an app, use the column “app role”.' : '';
  report(`${quoted(typed)} is not a role in an organization: ${known}.${remedy}`);
  return null;
}

function organizationRoleOf(typed: string): OrganizationRole | undefined {
  return organizationRoles.find((each) => each === typed.toLowerCase());
}

/** Whether the role on an app stands in the column for the role in the organization. */
function isInWrongColumn({ app, role, 'app role': appRole }: RowCells): boolean {
  return app !== undefined && appRole === undefined && role !== undefined && !organizationRoleOf(role);
}

function readApp(cells: RowCells, report: Report): FileRow['app'] {
  const { app, subscription, 'app role': role } = cells;
  if (app === undefined) {
    if (subscription !== undefined || role !== undefined) report('Fill in “app” too.');
    return null;
  }
  const missing = [
    ...(subscription === undefined ? ['“subscription”'] : []),
    ...(role === undefined && !isInWrongColumn(cells) ? ['“app role”'] : []),
  ];
  if (missing.length > 0) report(`For an app, fill in ${missing.join(' and ')} too.`);
  return subscription === undefined || role === undefined ? null : { app, subscription, role };
}

function readWorkgroup(cells: RowCells, report: Report): FileRow['workgroup'] {
  const { workgroup: name, 'workgroup role': typed } = cells;
  if (name === undefined) {
    if (typed !== undefined) report('Fill in “workgroup” too.');
    return null;
  }
  const wanted = typed?.toLowerCase().replace(/^workgroup /, '') ?? 'member';
  const role = workgroupRoles.find((each) => each === wanted);
  if (role) return { name, role };
  report(`${quoted(typed)} is not a role in a workgroup: member, admin.`);
  return null;
}

function readEnd({ 'access ends': typed }: RowCells, report: Report): Date | null {
  if (typed === undefined) return null;
  const parsed = endOfDay.safeParse(typed);
  if (parsed.success) return parsed.data;
  report(`${quoted(typed)} is not a day. Write it like 2027-01-31.`);
  return null;
}

function readNote({ note }: RowCells, report: Report): string | null {
  if (note === undefined) return null;
  if (note.length <= noteLimit) return note;
  report(`The note can have at most ${noteLimit} characters.`);
  return null;
}

function quoted(text = ''): string {
  const clean = text.replace(/\p{C}/gu, '');
  return `“${clean.length > 60 ? `${clean.slice(0, 59)}…` : clean}”`;
}
