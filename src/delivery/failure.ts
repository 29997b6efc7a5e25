import { endsInvitation } from '../domain/deliveries.ts';
import { contextFor, type Runtime } from '../services/context.ts';
import { markUndeliverable } from '../services/invitations/undeliverable.ts';
import { fallBackFromChannel } from '../services/outbox/channel-fallback.ts';
import { mailInstead } from '../services/outbox/mail-instead.ts';
import { endOf } from '../services/outbox/outcomes.ts';
import { tellOfRefusedNotification } from '../services/outbox/tell-owners.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';

/** Why a message is given up: it can never arrive, no attempt is left, or none is left and it may have arrived. */
export type EndReason = 'refused' | 'spent' | 'unsure';

/**
 * Tells whoever has to know that a message will not arrive. A repeat for the same row does nothing. What may have arrived is left
 * to those who look after the deliveries.
 * @returns whether the mail's invitation ends with it
 */
export async function tellOfFailure(
  runtime: Runtime,
  row: OutboxRecord,
  { problem, reason }: { problem: string; reason: EndReason },
): Promise<boolean> {
  if (reason === 'unsure') return false;
  const { tenantId, template, about, to } = row;
  if (to.via === 'slack') {
    await fallBackFromChannel(runtime, row);
    await mailInstead(runtime, row);
    return false;
  }
  await tellOfRefusedNotification(runtime, row);
  if (to.via !== 'mail' || !endsInvitation(template, reason) || about.type !== 'invitation') return false;
  const actor = { kind: 'system', tenantId, name: 'delivery' } as const;
  const context = contextFor(runtime, actor, `undeliverable:${endOf(row)}`);
  await markUndeliverable(context, {
    invitationId: about.id,
    codeVersion: row.codeVersion ?? 1,
    reason: problem,
  });
  return true;
}
