/** Every verb that makes an invitation wait arms its reminders, and every one that ends it disarms them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../../src/domain/reminder-settings.ts';
import { nextHumaneTime } from '../../../src/domain/working-time.ts';
import { contextFor } from '../../../src/services/context.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { extendInvitation } from '../../../src/services/invitations/extend.ts';
import { approveProposal } from '../../../src/services/invitations/proposals.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { remindDue } from '../../../src/services/reminders/sweep.ts';
import { undo } from '../../../src/services/undo.ts';
import { HOME, invited } from '../../support/verbs.ts';
import { openVerifyWorld, type VerifyWorld } from '../../verify/world.ts';

const day = 24 * 60 * 60 * 1000;
let world: VerifyWorld;
let subscriptionId: string;
beforeAll(async () => {
  world = await openVerifyWorld();
  subscriptionId = await world.subscription('Open', '');
});

const stored = (id: string) => world.store.invitations.findById(id).lean().orFail();
/** So many days after now, within working hours. */
const inDays = (days: number) =>
  nextHumaneTime(new Date(world.clock.at + days * day), 'UTC', defaultReminders);

async function sweep() {
  const actor = { kind: 'system', tenantId: HOME, name: 'reminders' } as const;
  await remindDue(contextFor(world.runtime, actor, 'reminders'));
}

describe('the reminders of an invitation', () => {
  it('begin when it is sent, stay when it is extended, begin anew when it is sent again', async () => {
    const { _id } = await invited(await world.by('olga'), 'nova@aster.example');
    const first = inDays(2);
    expect(await stored(_id)).toMatchObject({ nextReminderAt: first });
    await extendInvitation(await world.by('olga'), { invitationId: _id, days: 7 });
    expect(await stored(_id)).toMatchObject({ nextReminderAt: first });
    world.clock.at = first.getTime();
    await sweep();
    expect(await stored(_id)).toMatchObject({ remindersSent: 1 });
    await resendInvitation(await world.by('adam'), _id);
    expect(await stored(_id)).toMatchObject({ remindersSent: 0, nextReminderAt: inDays(2) });
  });

  it('end when it is revoked, and go on where they were when that is taken back', async () => {
    const { _id } = await invited(await world.by('olga'), 'rolf@aster.example');
    const { nextReminderAt } = await stored(_id);
    await revokeInvitation(await world.by('olga'), _id);
    expect(await stored(_id)).not.toHaveProperty('nextReminderAt');
    await undo(await world.by('olga'), _id);
    expect(await stored(_id)).toMatchObject({ nextReminderAt });
  });

  it('go to the second approver first, and to the invitee once both agree, until it is accepted', async () => {
    const mia = await world.join('mia', 'member');
    const role = { subscriptionId, role: 'Operator' };
    const id = await world.direct('adam', { accountId: mia }, role);
    const proposed = await stored(id);
    expect(proposed).toMatchObject({ status: 'proposed' });
    world.clock.at = proposed.nextReminderAt?.getTime() ?? 0;
    await sweep();
    const anna = await world.store.accounts.findOne({ username: 'anna' }).lean().orFail();
    expect(await world.store.outbox.countDocuments({ template: 'reminder', 'about.id': anna._id })).toBe(1);
    await approveProposal(await world.by('anna'), id);
    expect(await stored(id)).toMatchObject({ remindersSent: 0, nextReminderAt: inDays(2) });
    await acceptOffer(await world.by('mia'), id);
    expect(await stored(id)).not.toHaveProperty('nextReminderAt');
  });
});
