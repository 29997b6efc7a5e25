import type { Model } from 'mongoose';
import type { Store } from '../store/index.ts';
import { brokenChains } from './chain.ts';
import { checkImportRows, checkImports } from './imports.ts';
import { deactivatedRest, organizationsAreHeld } from './owners.ts';
import { sharedPlaces } from './places.ts';
import {
  checkAudit,
  checkCollaborations,
  checkCommands,
  checkGrants,
  checkInvitations,
  checkMessages,
  checkOwners,
  checkRequests,
  checkSubscriptions,
} from './records.ts';
import { inBatches, inView, type View } from './view.ts';
import type { Invariant, Violation } from './violation.ts';

export interface VerifyOptions {
  /** One tenant alone. */
  tenantId?: string;
  /** Judges how long a message has been waiting. */
  now: Date;
  /** Everything that was to be sent has been sent: then a message that waits is a violation, however young. */
  isSettled?: boolean;
}

/**
 * Every violation of the invariants I1 to I8, I10 to I12, I15 and I16 that the stored data shows, one after the other. It only reads, on a
 * secondary where there is one, in batches of 500 records, so that it needs the same memory however many there are. Each batch
 * is read as of one moment: what is being written meanwhile is never seen by halves.
 * @throws when the database cannot be read to the end
 */
export async function* verifyData(store: Store, options: VerifyOptions): AsyncGenerator<Violation> {
  const { tenantId, now, isSettled = false } = options;
  const filter = tenantId === undefined ? {} : { tenantId };
  const each = <T extends { _id: string }>(
    model: Model<T>,
    look: (view: View, batch: T[]) => Promise<Violation[]>,
  ) => inBatches(store, { model, filter }, look);

  yield* each(store.organizations, checkOwners);
  yield* each(store.organizations, checkCommands);
  yield* each(store.organizations, organizationsAreHeld);
  yield* each(store.apps, checkOwners);
  yield* each(store.apps, checkCommands);
  yield* each(store.accounts, checkOwners);
  yield* each(store.accounts, checkCommands);
  yield* each(store.accounts, deactivatedRest);
  yield* each(store.workgroups, checkOwners);
  yield* each(store.workgroups, checkCommands);
  yield* each(store.workgroupGates, checkOwners);
  yield* each(store.collaborations, checkCollaborations);
  yield* each(store.directory, checkOwners);
  yield* each(store.drafts, checkOwners);
  yield* each(store.subscriptions, checkSubscriptions);
  yield* each(store.subscriptions, checkCommands);
  yield* each(store.invitations, (view, batch) => checkInvitations(view, batch, { now }));
  yield* each(store.accessRequests, (view, batch) => checkRequests(view, batch, { now }));
  yield* each(store.grants, checkGrants);
  yield* each(store.imports, checkImports);
  yield* each(store.importRows, checkImportRows);
  yield* each(store.audit, checkAudit);
  yield* brokenChains(store, filter);
  yield* each(store.outbox, (view, rows) => checkMessages(view, rows, { now, isSettled }));
  for (const [invariant, model] of placed(store))
    yield* await inView(store, (view) => sharedPlaces(view, { model, filter }, invariant));
}

function placed({ invitations, accessRequests, grants }: Store): [Invariant, Model<never>][] {
  return [
    ['I2', invitations as never],
    ['I2', accessRequests as never],
    ['I3', grants as never],
  ];
}
