import { command, type Effects } from '../command.ts';
import { type Context, requirePerson } from '../context.ts';

/** The key of the one message that shows where an import stands. */
export function progressKey(importId: string): string {
  return `import-progress:${importId}`;
}

/** The message that shows where an import stands goes to the person's own conversation with Gatehouse, once. */
export async function tellOfImport(context: Context, importId: string): Promise<void> {
  await command(context, 'import.tell', (effects) => sendProgress(context, effects, importId));
}

/** The same inside a command. */
export async function sendProgress(context: Context, { send }: Effects, importId: string): Promise<void> {
  const { identity, tenantId } = requirePerson(context);
  const key = progressKey(importId);
  if (await context.store.outbox.exists({ tenantId, key })) return;
  send({
    key,
    template: 'import-progress',
    about: { type: 'import', id: importId },
    to: { via: 'slack', channel: identity.userId, teamId: identity.teamId },
  });
}
