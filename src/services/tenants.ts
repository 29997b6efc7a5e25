import { command } from './command.ts';
import { type Context, contextFor, type Runtime } from './context.ts';
import { ownerDestinations, toEach } from './recipients.ts';

/**
 * Notes the workspace that the app is installed in.
 * @param tokenPrint of the token that Slack has just taken
 */
export async function rememberTenant(
  { store, now }: Pick<Runtime, 'store' | 'now'>,
  { tenantId, name, tokenPrint }: { tenantId: string; name: string; tokenPrint: string },
): Promise<void> {
  await store.tenants.updateOne(
    { _id: tenantId, tenantId },
    { $set: { name, tokenPrint }, $setOnInsert: { installedAt: now() } },
    { upsert: true },
  );
}

/** Whether nothing is sent and nothing swept there, because Slack does not let Gatehouse in. */
export async function isFrozen({ store }: Pick<Runtime, 'store'>, tenantId: string): Promise<boolean> {
  return (await store.tenants.exists({ tenantId, frozenAt: { $exists: true } })) !== null;
}

/**
 * Slack has taken back the token, or the app was removed (A55): nothing is sent any more, and what waited is cancelled. The token
 * itself is in the environment of the process, so there is none to delete.
 * @param tokenPrint of the token that Slack does not know any more
 * @returns `other-token` when Gatehouse has been started with another one since, whose work goes on
 */
export async function freezeTenant(
  context: Context,
  tokenPrint: string,
): Promise<'frozen' | 'was-frozen' | 'other-token'> {
  const { store, actor } = context;
  const { tenantId } = actor;
  const now = context.now();
  const answer = await command(context, 'tenant.freeze', async (effects) => {
    const tenant = await store.tenants.findOne({ tenantId }).lean();
    if (tenant?.tokenPrint !== tokenPrint) return 'other-token';
    const { modifiedCount } = await store.tenants.updateOne(
      { tenantId, tokenPrint, frozenAt: { $exists: false } },
      { $set: { frozenAt: now } },
    );
    if (modifiedCount === 0) return 'was-frozen';
    effects.record({ action: 'tenant.frozen', organizationId: null, subjects: [tenantId] });
    return 'frozen';
  });
  // What is written once another process has resumed it is not meant.
  if (answer === 'frozen') await cancelWaiting(context, { createdAt: { $lte: now } });
  return answer;
}

/**
 * A start with a token that works ends it: what has come to wait meanwhile is cancelled, too, and the owners are told.
 * @returns since when it was frozen; null when it was not
 */
export async function resumeTenant(runtime: Runtime, tenantId: string): Promise<Date | null> {
  const { frozenAt } = (await runtime.store.tenants.findOne({ tenantId }).lean()) ?? {};
  if (!frozenAt) return null;
  const actor = { kind: 'system', tenantId, name: 'slack' } as const;
  const context = contextFor(runtime, actor, `resume:${frozenAt.getTime()}`);
  await cancelWaiting(context);
  await command(context, 'tenant.resume', async ({ record, send }) => {
    await context.store.tenants.updateOne({ tenantId, frozenAt }, { $unset: { frozenAt: 1 } });
    // The few that were written since.
    await cancelWaiting(context);
    const detail = { frozenAt: frozenAt.toISOString() };
    record({ action: 'tenant.resumed', organizationId: null, subjects: [tenantId], detail });
    const about = { type: 'tenant', id: tenantId } as const;
    const message = {
      key: `tenant-resumed:${frozenAt.getTime()}`,
      template: 'tenant-resumed',
      about,
    } as const;
    for (const each of toEach(await ownerDestinations(context), message)) send(each);
  });
  return frozenAt;
}

/** In batches, because an outbox may be long. Nobody sends meanwhile. */
async function cancelWaiting(
  { store, actor: { tenantId }, now }: Context,
  which: { createdAt?: { $lte: Date } } = {},
): Promise<void> {
  const pending = { tenantId, status: 'pending', ...which } as const;
  const problem = 'Slack took back its permission.';
  for (;;) {
    const rows = await store.outbox.find(pending, { _id: 1 }).limit(500).lean();
    if (rows.length === 0) return;
    await store.outbox.updateMany(
      { ...pending, _id: { $in: rows.map(({ _id }) => _id) } },
      { $set: { status: 'cancelled', endedAt: now(), lease: null, problem } },
    );
  }
}
