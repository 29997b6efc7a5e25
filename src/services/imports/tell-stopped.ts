import type { ImportRecord } from '../../store/models/import.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { ownerDestinations, toEach } from '../recipients.ts';

/** Tells the owners of an import that had to stop what was done and what is left, and sends each of them its report. */
export async function tellStopped(
  context: Context,
  { send }: Effects,
  { _id, organizationId }: ImportRecord,
): Promise<void> {
  const about = { type: 'import', id: _id } as const;
  const owners = await ownerDestinations(context, organizationId);
  for (const each of toEach(owners, { key: stoppedKey(_id), template: 'import-stopped', about })) send(each);
  const files = owners.map((owner) => ({ ...owner, file: true }) as const);
  for (const each of toEach(files, { key: `${stoppedKey(_id)}:report`, template: 'import-report', about })) {
    send(each);
  }
}

/** The key of these messages, without the conversation. */
export function stoppedKey(importId: string): string {
  return `import-stopped:${importId}`;
}
