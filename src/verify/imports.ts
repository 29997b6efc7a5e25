/** What is checked of imports and their rows. */
import { changingOutcomes, type ImportStatus, problemOutcomes } from '../domain/imports.ts';
import type { ImportRecord } from '../store/models/import.ts';
import type { ImportRowRecord } from '../store/models/import-row.ts';
import { historyOf } from './history.ts';
import { type Reference, strayReferences } from './references.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** An import that has ended by itself has come to the end of its rows. */
export async function checkImports(view: View, imports: ImportRecord[]): Promise<Violation[]> {
  const references = imports.flatMap((one) =>
    namedBy(one, [
      one.organizationId,
      one.startedBy,
      ...one.seats.map(({ access }) => access.subscriptionId),
    ]),
  );
  const done = imports.filter(({ status }) => status === 'done');
  const left = await view.find<ImportRowRecord>(
    view.store.importRows,
    {
      tenantId: { $in: [...new Set(done.map(({ tenantId }) => tenantId))] },
      importId: { $in: done.map(({ _id }) => _id) },
      outcome: null,
    },
    { importId: 1 },
  );
  const unfinished = new Set(left.map(({ importId }) => importId));
  return [
    ...[...unfinished].map((id) => violationsOf(id)('I15', 'is done, and has rows that are not')),
    ...(await strayReferences(view, references)),
  ];
}

/** Each row was done once at most: what it made is there, was made by its own command, and by none else. */
export async function checkImportRows(view: View, rows: ImportRowRecord[]): Promise<Violation[]> {
  const statusOf = await statuses(view, rows);
  const made = rows.flatMap(({ tenantId, made: ids }) => ids.map((_id) => ({ _id, tenantId })));
  const history = await historyOf(view, made, { action: 'invitation.created' });
  const found = rows.flatMap((row) => {
    const violation = violationsOf(row._id);
    const command = `import:${row.importId}:${row.line}`;
    const strange = row.made.filter((id) => {
      const [first, ...others] = history(id);
      return first?.commandId !== command || others.length > 0;
    });
    return [
      ...strange.map((id) => violation('I15', `names ${id}, which another command has made`)),
      ...whyUntrue(row, statusOf.get(row.importId)).map((problem) => violation('I15', problem)),
    ];
  });
  const references = rows.flatMap((one) =>
    namedBy(one, [one.importId, ...one.made, ...one.accesses.flatMap(placesOf)]),
  );
  return [...found, ...(await strayReferences(view, references))];
}

function whyUntrue(
  { outcome, made, isProblem }: ImportRowRecord,
  status: ImportStatus | undefined,
): string[] {
  const makes = outcome !== null && changingOutcomes.includes(outcome);
  const wasNotStarted = status === 'reading' || status === 'checked';
  return [
    ...(makes && made.length === 0 ? [`has the outcome ${outcome}, and made nothing`] : []),
    ...(!makes && made.length > 0 ? ['made something, and has another outcome'] : []),
    ...(makes && wasNotStarted ? ['is done, though its import was never started'] : []),
    ...(outcome !== null && Boolean(isProblem) !== problemOutcomes.includes(outcome)
      ? [`has the outcome ${outcome}, and is marked as if it had another`]
      : []),
  ];
}

async function statuses(
  view: View,
  rows: readonly ImportRowRecord[],
): Promise<ReadonlyMap<string, ImportStatus>> {
  const ids = [...new Set(rows.map(({ importId }) => importId))];
  const found = await view.find<ImportRecord>(view.store.imports, { _id: { $in: ids } }, { status: 1 });
  return new Map(found.map(({ _id, status }) => [_id, status]));
}

function placesOf(access: ImportRowRecord['accesses'][number]): string[] {
  if (access.kind === 'app') return [access.appId, access.subscriptionId];
  return access.kind === 'workgroup' ? [access.workgroupId] : [];
}

function namedBy(one: { _id: string; tenantId: string }, ids: (string | null)[]): Reference[] {
  return ids.map((to) => ({ from: one._id, tenantId: one.tenantId, to }));
}
