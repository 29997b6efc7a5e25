/** Which mails no mailbox took: the outbox says it, and the model hears of it. */
import { guest, isPerson, keyOf, type Model } from './model.ts';
import { patiently } from './patience.ts';
import type { Town } from './town.ts';
import { endInvitation } from './transitions.ts';

/** What no mailbox took ends its invitation (A57), unless it was sent again since. */
export async function hearBounces(town: Town, model: Model): Promise<void> {
  const { house, tenantId, heard } = town;
  const fresh = { tenantId, status: 'dead', endedInvitation: true, _id: { $nin: [...heard] } } as const;
  const dead = await patiently(() => house.store.outbox.find(fresh).sort({ _id: 1 }).lean());
  for (const { _id, about, codeVersion } of dead) {
    const found = await patiently(() => house.store.invitations.findOne({ _id: about.id, tenantId }).lean());
    heard.add(_id);
    const to = found?.emailKey.split('@')[0] ?? '';
    if (found?.organizationId !== town.aster || !(isPerson(to) || to.startsWith(guest))) continue;
    const invitation = model.invitations[keyOf(found.access?.kind ?? 'join', to)];
    const isMeant = invitation?.status === 'pending' && invitation.version === (codeVersion ?? 1);
    if (invitation && isMeant) endInvitation(model, invitation, 'undeliverable');
  }
}
