import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../../src/services/command.ts';
import { denyProposal } from '../../../src/services/invitations/proposals.ts';
import { markUndeliverable } from '../../../src/services/invitations/undeliverable.ts';
import { promoteWaiting } from '../../../src/services/waitlist.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { openPeopleWorld, type PeopleWorld } from '../people/world.ts';

let world: PeopleWorld;
let organizationId: string;
let owner: AccountRecord;
let inviter: { account: AccountRecord; grantId: string };
let atlas: Awaited<ReturnType<PeopleWorld['app']>>;
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  organizationId = await world.organization('Aster');
  owner = (await world.member(organizationId, 'owner', 'Olga')).account;
  inviter = await world.member(organizationId, 'admin', 'Adam');
  atlas = await world.app(organizationId, 'Atlas', 1);
});

const invite = async (status: 'pending' | 'proposed' | 'waitlisted') =>
  world.invitation(organizationId, inviter.account, await world.person('Mia'), atlas.access('Viewer'), {
    status,
  });

/** Adam loses his role, as by *Remove*. */
const leave = () =>
  world.store.grants.updateOne(
    { _id: inviter.grantId, tenantId: inviter.account.tenantId },
    { $set: { status: 'revoked' }, $unset: { liveKey: 1 } },
  );

const slackIdOf = ({ identityKeys }: AccountRecord) => identityKeys[0]?.split(':')[1];

/** What happens to an invitation, and what its inviter is told of it. */
const events = [
  {
    template: 'invitation-undeliverable',
    status: 'pending',
    happen: (invitationId: string) =>
      markUndeliverable(world.job(), { invitationId, codeVersion: 1, reason: 'No such user' }),
  },
  {
    template: 'waitlist-seat',
    status: 'waitlisted',
    happen: () =>
      command(world.job(), 'test.promote', async (effects) => {
        await promoteWaiting(world.job(), effects, atlas.subscriptionId);
        return null;
      }),
  },
  {
    template: 'proposal-decided',
    status: 'proposed',
    happen: (invitationId: string) => denyProposal(world.by(owner), invitationId),
  },
] as const;

describe.each(events)('$template', ({ template, status, happen }) => {
  const told = async (id: string) =>
    (await world.messages(id)).filter((message) => message.startsWith(`${template} `));

  it('goes to who invited', async () => {
    const id = await invite(status);
    await happen(id);
    expect(await told(id)).toEqual([`${template} slack ${slackIdOf(inviter.account)}`]);
  });

  it('goes to the owners when who invited has left', async () => {
    const id = await invite(status);
    await leave();
    await happen(id);
    expect(await told(id)).toEqual([`${template} slack ${slackIdOf(owner)}`]);
  });
});
