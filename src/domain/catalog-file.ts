/** The catalog as a file: apps, roles and subscriptions by their names, businesses by their login domains. */
import { z } from 'zod';
import { catalogName, nameKey } from './catalog.ts';
import { createReader, type Path, type Problem, type Reader } from './catalog-reader.ts';
import type { WantedRole } from './catalog-roles.ts';

export interface FileRole extends WantedRole {
  path: Path;
}

/** The terms of a subscription; there are none to give where it is archived. */
export interface FileTerms {
  plan: string;
  seatLimit: number | null;
  endsAt: Date | null;
}

export interface FileSubscription {
  path: Path;
  name: string;
  renamedFrom: string | null;
  /** Null: archived. */
  terms: FileTerms | null;
}

export interface FileApp {
  path: Path;
  name: string;
  renamedFrom: string | null;
  archived: boolean;
  roles: FileRole[];
  subscriptions: FileSubscription[];
}

export interface FileBusiness {
  path: Path;
  domain: string;
  apps: FileApp[];
}

const roleKeys = ['name', 'privileged', 'archived'];
const subscriptionKeys = ['name', 'renamed-from', 'archived', 'plan', 'seats', 'ends'];
const appKeys = ['name', 'renamed-from', 'archived', 'roles', 'subscriptions'];

/** Reads what a file holds. What is wrong in it is left out, and named with its place and remedy: all of it at once. */
export function readCatalog(content: unknown): { businesses: FileBusiness[]; problems: Problem[] } {
  const reader = createReader();
  const root = reader.fields(content, [], ['businesses']);
  const businesses = root ? readList(reader, root.businesses, ['businesses'], readBusiness, true) : [];
  if (root) requireUnique(reader, root.businesses, ['businesses'], 'domain', 'business');
  return { businesses, problems: reader.problems };
}

function readBusiness(reader: Reader, value: unknown, path: Path): FileBusiness | null {
  const fields = reader.fields(value, path, ['domain', 'apps']);
  if (!fields) return null;
  const apps = readList(reader, fields.apps, [...path, 'apps'], readApp);
  requireUniqueNames(reader, fields.apps, [...path, 'apps'], 'app');
  const domain = reader.text(fields, path, 'domain', 'Name the business by its login domain');
  return domain === null ? null : { path, domain: domain.trim().toLowerCase(), apps };
}

function readApp(reader: Reader, value: unknown, path: Path): FileApp | null {
  const fields = reader.fields(value, path, appKeys);
  if (!fields) return null;
  const roles = readList(reader, fields.roles, [...path, 'roles'], readRole);
  const subscriptions = readList(reader, fields.subscriptions, [...path, 'subscriptions'], readSubscription);
  requireUnique(reader, fields.roles, [...path, 'roles'], 'name', 'role');
  requireUniqueNames(reader, fields.subscriptions, [...path, 'subscriptions'], 'subscription');
  const name = readName(reader, fields, path, 'name', 'app');
  const archived = reader.flag(fields, path, 'archived');
  const renamedFrom = readOldName(reader, fields, path, 'app', archived);
  return name === null ? null : { path, name, renamedFrom, archived, roles, subscriptions };
}

function readRole(reader: Reader, value: unknown, path: Path): FileRole | null {
  const fields = reader.fields(value, path, roleKeys);
  if (!fields) return null;
  const name = readName(reader, fields, path, 'name', 'role');
  const privileged = reader.flag(fields, path, 'privileged');
  const archived = reader.flag(fields, path, 'archived');
  return name === null ? null : { path, name, privileged, archived };
}

function readSubscription(reader: Reader, value: unknown, path: Path): FileSubscription | null {
  const fields = reader.fields(value, path, subscriptionKeys);
  if (!fields) return null;
  const name = readName(reader, fields, path, 'name', 'subscription');
  const archived = reader.flag(fields, path, 'archived');
  const renamedFrom = readOldName(reader, fields, path, 'subscription', archived);
  if (archived) return name === null ? null : { path, name, renamedFrom, terms: null };
  const plan = readName(reader, fields, path, 'plan', 'plan');
  const seatLimit = readSeats(reader, fields, path);
  const endsAt = readEnd(reader, fields, path);
  if (name === null || plan === null || seatLimit === undefined) return null;
  return { path, name, renamedFrom, terms: { plan, seatLimit, endsAt } };
}

function readName(
  reader: Reader,
  fields: Record<string, unknown>,
  path: Path,
  key: string,
  what: string,
): string | null {
  const text = reader.text(fields, path, key, `Write the name of the ${what}`);
  if (text === null) return null;
  const parsed = catalogName(what).safeParse(text);
  if (parsed.success) return parsed.data;
  reader.report([...path, key], parsed.error.issues.map(({ message }) => message).join(' '));
  return null;
}

function readOldName(
  reader: Reader,
  fields: Record<string, unknown>,
  path: Path,
  what: string,
  archived: boolean,
): string | null {
  if (fields['renamed-from'] === undefined) return null;
  if (!archived) return readName(reader, fields, path, 'renamed-from', what);
  reader.report([...path, 'renamed-from'], 'What is archived is not renamed. Remove this line.');
  return null;
}

const seatCount = z.union([z.literal('unlimited').transform(() => null), z.int().min(1).max(1_000_000)]);

function readSeats(reader: Reader, { seats }: Record<string, unknown>, path: Path) {
  const remedy = 'Write a number from 1 to 1,000,000, or unlimited.';
  const parsed = seatCount.safeParse(seats);
  if (parsed.success) return parsed.data;
  if (seats === undefined) reader.report(path, `“seats” is missing. ${remedy}`);
  else reader.report([...path, 'seats'], `${reader.shown(seats)} is not a number of seats. ${remedy}`);
  return undefined;
}

/** The end of a day, in UTC. */
function readEnd(reader: Reader, { ends }: Record<string, unknown>, path: Path): Date | null {
  if (ends === undefined || ends === null) return null;
  const isDay = typeof ends === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(ends);
  const end = isDay ? new Date(`${ends}T23:59:59.999Z`) : null;
  // A day that a month does not have would become one of the next month.
  if (end && !Number.isNaN(end.getTime()) && end.toISOString().startsWith(String(ends))) return end;
  reader.report([...path, 'ends'], `${reader.shown(ends)} is not a day. Write it like 2027-01-31.`);
  return null;
}

function readList<Item>(
  reader: Reader,
  value: unknown,
  path: Path,
  readItem: (reader: Reader, value: unknown, path: Path) => Item | null,
  isRequired = false,
): Item[] {
  const items = reader.list(value, path, isRequired);
  return items.flatMap((item, index) => readItem(reader, item, [...path, index]) ?? []);
}

function requireUniqueNames(reader: Reader, value: unknown, path: Path, what: string): void {
  requireUnique(reader, value, path, 'name', what);
  requireUnique(reader, value, path, 'renamed-from', `old ${what}`);
}

/** Names that stand twice in a list, also beside other mistakes. */
function requireUnique(reader: Reader, value: unknown, path: Path, key: string, what: string): void {
  if (!Array.isArray(value)) return;
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const name: unknown = item?.[key];
    if (typeof name !== 'string') continue;
    const own = nameKey(name.trim());
    if (seen.has(own)) {
      reader.report(
        [...path, index, key],
        `The ${what} ${reader.shown(name)} is here twice. Keep one of them.`,
      );
    }
    seen.add(own);
  }
}
