import { command } from '../services/command.ts';
import { type Context, requirePerson } from '../services/context.ts';
import { progressKey, tellOfImport } from '../services/imports/tell.ts';

/**
 * Has the message of an import written anew until the import has ended, and its report sent then. Called before the start, so that no crash
 * leaves an import of which nobody hears; both rows give up when the import is not started within a minute.
 */
export async function followImport(context: Context, importId: string): Promise<void> {
  await tellOfImport(context, importId);
  const { tenantId, identity } = requirePerson(context);
  const about = { type: 'import', id: importId } as const;
  await command(context, 'import.follow', async ({ send }) => {
    const rows = await context.store.outbox.find({ tenantId, 'about.id': importId }).lean();
    const shown = rows.find(({ key }) => key === progressKey(importId));
    const isFollowed = rows.some(
      ({ template, status }) => template === 'import-report' && (status === 'pending' || status === 'sent'),
    );
    if (!shown || isFollowed) return;
    send({
      key: `import-follow:${importId}:${context.commandId}`,
      template: 'import-progress',
      about,
      to: { via: 'refresh', copyOf: shown._id },
    });
    send({
      key: `import-report:${importId}:${context.commandId}`,
      template: 'import-report',
      about,
      to: { via: 'slack', channel: identity.userId, teamId: identity.teamId, file: true },
    });
  });
}

/** Announces the list of an organization's people, and sends it. */
export async function sendPeople(context: Context, organizationId: string): Promise<void> {
  const { identity } = requirePerson(context);
  const { teamId, userId } = identity;
  const about = { type: 'organization', id: organizationId } as const;
  const key = `people-export:${userId}:${context.commandId}`;
  const to = { via: 'slack', channel: userId, teamId } as const;
  await command(context, 'people.export', ({ send }) => {
    send({ key, template: 'people-export', about, to });
    send({ key: `${key}:list`, template: 'people-list', about, to: { ...to, file: true } });
    return Promise.resolve(null);
  });
}
