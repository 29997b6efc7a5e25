import type { Actor, PersonActor } from '../domain/context.ts';
import { deny } from '../domain/errors.ts';
import type { IdKind } from '../domain/ids.ts';
import type { Store } from '../store/index.ts';

/** Whether mail can reach a domain. `unknown` when nobody could tell: never a reason to refuse. */
export type MailDomainState = 'ok' | 'no-mail' | 'no-domain' | 'unknown';

/** What every verb needs and no verb makes for itself. One per process. */
export interface Runtime {
  store: Store;
  now(): Date;
  randomBytes(size: number): Uint8Array;
  /** Makes the ids of records; `time` in milliseconds. */
  ulid(time: number): string;
  /** The key of the codes' secrets: 32 bytes. */
  codeKey: Uint8Array;
  mailDomain(domain: string): Promise<MailDomainState>;
  /** Called after each commit that wrote messages, so that they leave at once. */
  wakeDelivery(): void;
  /** Called when an import can go on; without it, whoever started the import runs it. */
  wakeImports?(): void;
  /** Called when a sweep leaves a record to the next one, because its turn has failed. */
  onLeft?(sweep: string, id: string, error: unknown): void;
}

/** One command of one actor. `commandId` names it: a repeat with the same id has the same answer and no second effect. */
export interface Context extends Runtime {
  actor: Actor;
  commandId: string;
}

/** The context of one command. */
export function contextFor(runtime: Runtime, actor: Actor, commandId: string): Context {
  return { ...runtime, actor, commandId };
}

/** A new id, such as `inv_01JD…`: ids of one kind sort by the time they were made. */
export function newId(runtime: Pick<Runtime, 'now' | 'ulid'>, kind: IdKind): string {
  return `${kind}_${runtime.ulid(runtime.now().getTime())}`;
}

/** The acting person; a job has no business here. */
export function requirePerson(context: Context): PersonActor {
  if (context.actor.kind !== 'person') throw deny();
  return context.actor;
}

/** The acting person's account. @throws deny when there is none */
export function requireAccount(context: Context): NonNullable<PersonActor['account']> {
  const { account } = requirePerson(context);
  if (!account) throw deny();
  return account;
}
