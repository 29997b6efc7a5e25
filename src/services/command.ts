import type { AuditEntry } from '../domain/audit.ts';
import { DomainError } from '../domain/errors.ts';
import type { OutgoingMessage } from '../domain/messages.ts';
import { inTransaction } from '../store/transaction.ts';
import { type Context, newId } from './context.ts';

/** What a command tells besides its own writes: both land in the same transaction. */
export interface Effects {
  /** Notes a transition in the audit. */
  record(entry: AuditEntry): void;
  /** Puts a message in the outbox; the same key twice is one message. */
  send(message: OutgoingMessage): void;
}

/**
 * Carries out one command: one transaction that holds its writes, its audit rows, its messages, and its id with the answer.
 * A command that was carried out before gives the answer of then, and nothing happens again (I15): a repeat either runs
 * into the unique key of its id or into what it has changed itself, and both lead to the stored answer.
 * @param work may run several times; it touches nothing but the database, and returns plain data
 */
export async function command<T>(
  context: Context,
  name: string,
  work: (effects: Effects) => Promise<T>,
): Promise<T> {
  let isFirstTry = true;
  let messages = 0;
  try {
    const answer = await inTransaction(context.store, async () => {
      const earlier = isFirstTry ? null : await storedAnswer<T>(context, name);
      isFirstTry = false;
      if (earlier) return earlier.answer;
      const entries: AuditEntry[] = [];
      const outgoing = new Map<string, OutgoingMessage>();
      const result = await work({
        record: (entry) => entries.push(entry),
        send: (message) => outgoing.set(message.key, message),
      });
      await insertAudit(context, entries);
      await insertMessages(context, [...outgoing.values()]);
      await insertAnswer(context, name, result);
      messages = outgoing.size;
      return result;
    });
    if (messages > 0) context.wakeDelivery();
    return answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A look that fails leaves the error as it is: UNSURE must not become BUSY.
    const earlier = await storedAnswer<T>(context, name).catch(() => null);
    if (earlier) return earlier.answer;
    throw error;
  }
}

async function storedAnswer<T>(context: Context, name: string): Promise<{ answer: T } | null> {
  const { tenantId } = context.actor;
  const { commandId } = context;
  const row = await context.store.commands.findOne({ tenantId, commandId, name }).lean();
  return row && { answer: row.answer as T };
}

async function insertAnswer(context: Context, name: string, answer: unknown): Promise<void> {
  const { actor, commandId } = context;
  const { tenantId } = actor;
  await context.store.commands.insertMany(
    [{ _id: newId(context, 'cmd'), tenantId, commandId, name, answer: answer ?? null, at: context.now() }],
    { lean: true },
  );
}

async function insertAudit(context: Context, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor, commandId } = context;
  const who =
    actor.kind === 'system'
      ? { actor: actor.name, actorName: 'Gatehouse' }
      : {
          actor: actor.account?.id ?? `${actor.identity.teamId}:${actor.identity.userId}`,
          actorName: actor.account?.name ?? 'Somebody without an account',
        };
  await context.store.audit.insertMany(
    entries.map((entry) => ({
      _id: newId(context, 'aud'),
      tenantId: actor.tenantId,
      at: context.now(),
      ...who,
      ...entry,
      detail: entry.detail ?? {},
      commandId,
    })),
    { lean: true },
  );
}

async function insertMessages(context: Context, outgoing: OutgoingMessage[]): Promise<void> {
  if (outgoing.length === 0) return;
  const now = context.now();
  await context.store.outbox.insertMany(
    outgoing.map(({ notBefore = now, ...message }) => ({
      _id: newId(context, 'msg'),
      tenantId: context.actor.tenantId,
      ...message,
      codeVersion: message.codeVersion ?? null,
      status: 'pending' as const,
      attempts: 0,
      dueAt: notBefore > now ? notBefore : now,
      ...(notBefore > now ? { notBefore } : {}),
      lease: null,
      createdAt: now,
      endedAt: null,
      problem: null,
      posted: null,
    })),
    { lean: true },
  );
}
