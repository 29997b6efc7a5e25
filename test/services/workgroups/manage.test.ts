import { beforeAll, describe, expect, it } from 'vitest';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { changeOfferedRole } from '../../../src/services/invitations/change-role.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { getPerson } from '../../../src/services/people/find.ts';
import { archiveWorkgroup } from '../../../src/services/workgroups/archive.ts';
import { createWorkgroup } from '../../../src/services/workgroups/create.ts';
import { editWorkgroup } from '../../../src/services/workgroups/edit.ts';
import { listWorkgroups } from '../../../src/services/workgroups/list.ts';
import { openWorkgroup } from '../../../src/services/workgroups/open.ts';
import { leaveWorkgroup, ownWorkgroups } from '../../../src/services/workgroups/own.ts';
import { changeWorkgroupRole, removeFromWorkgroup } from '../../../src/services/workgroups/people.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let pilots: string;
let through: { partnerId: string };
const cora: Somebody = { name: 'cora', company: 'cedar' };
const mila: Somebody = { name: 'mila', company: 'aster' };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  through = { partnerId: world.partnerId };
  await world.bringIn(cora, 'member', world.ofPartner);
  await world.bringIn(mila);
  await world.invite(pilots, world.emailOf(cora), { ...through, role: 'admin' });
  await world.invite(pilots, world.emailOf(mila));
});

const form = (name: string, more: Record<string, unknown> = {}) => ({
  organizationId: world.hostId,
  name,
  collaborative: 'no',
  ...more,
});

describe('a workgroup', () => {
  it('is created by owners and admins of the organization alone, and says whether partners can be let in', async () => {
    const missing = await createWorkgroup(await world.by(world.olga), {
      organizationId: world.hostId,
      name: '',
    }).catch((error: unknown) => error);
    expect(missing).toMatchObject({
      fields: {
        name: 'Enter the name of the workgroup.',
        collaborative: 'Choose whether partners can be let in.',
      },
    });
    for (const who of [mila, cora, world.pia]) {
      expect(await outcomeOf(createWorkgroup(await world.by(who), form('Nope')))).toBe('deny');
    }
    expect(await createWorkgroup(await world.by(world.olga), form('Board'))).toMatchObject({
      name: 'Board',
      organizationName: 'Aster',
      collaborative: false,
    });
  });

  it('has a name of its own, until it is archived', async () => {
    const first = await world.workgroup('Choir');
    const again = createWorkgroup(await world.by(world.olga), form('CHOIR'));
    await expect(again).rejects.toMatchObject({ fields: { name: expect.stringContaining('CHOIR') } });
    const renamed = editWorkgroup(await world.by(world.olga), first, { name: 'pilots', description: '' });
    await expect(renamed).rejects.toMatchObject({ code: 'form' });
    await archiveWorkgroup(await world.by(world.olga), first);
    await createWorkgroup(await world.by(world.olga), form('Choir'));
  });

  it('is edited by the organization, not by its own admin', async () => {
    const id = await world.workgroup('Draft');
    await world.invite(id, world.emailOf(cora), { ...through, role: 'admin' });
    const change = { name: 'Final', description: 'What it is for' };
    expect(await outcomeOf(editWorkgroup(await world.by(cora), id, change))).toBe('deny');
    expect(await editWorkgroup(await world.by(world.olga), id, change)).toEqual({ name: 'Final' });
    expect(await openWorkgroup(await world.by(cora), id, null)).toMatchObject({ ...change, mayEdit: false });
  });

  it('ends with all access to it and every invitation into it, once', async () => {
    const id = await world.workgroup('Short');
    await world.invite(id, world.emailOf(mila));
    await world.invite(id, `${world.emailOf(cora)}, nobody@cedar.example`, through);
    expect(await outcomeOf(archiveWorkgroup(await world.by(cora), id))).toBe('deny');
    const lost = await world.grantIn(id, mila);
    const waiting = await world.invitationTo({ name: 'nobody', company: 'cedar' }, id);
    expect(await archiveWorkgroup(await world.by(world.olga), id)).toEqual({
      name: 'Short',
      people: 2,
      invitations: 1,
    });
    expect(await world.messages(lost?._id ?? '')).toEqual([
      'access-ended mail mila@aster.example',
      'access-ended slack U0MILA',
    ]);
    expect(await world.messages(waiting._id)).toContain('invitation-withdrawn mail nobody@cedar.example');
    expect(await outcomeOf(world.redeem({ name: 'nobody', company: 'cedar' }, waiting))).toBe('code');
    expect(await outcomeOf(archiveWorkgroup(await world.by(world.olga), id))).toBe('stale');
    expect(await outcomeOf(openWorkgroup(await world.by(world.olga), id, null))).toBe('deny');
  });
});

describe('the list', () => {
  it('has the workgroups whose people one manages, with their numbers', async () => {
    await world.invite(pilots, 'counted@cedar.example', through);
    const { rows, mayCreate } = await listWorkgroups(await world.by(world.olga));
    expect(rows.find(({ id }) => id === pilots)).toMatchObject({
      name: 'Pilots',
      organizationName: 'Aster',
      collaborative: true,
      members: 1,
      admins: 1,
      waiting: 1,
      mayEdit: true,
    });
    expect(rows.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).sort());
    expect(mayCreate).toEqual([{ id: world.hostId, name: 'Aster' }]);
    const own = await listWorkgroups(await world.by(cora));
    expect(own.mayCreate).toEqual([]);
    expect(own.rows.map(({ name, mayEdit }) => `${name} ${mayEdit}`)).toContain('Pilots false');
    expect(await listWorkgroups(await world.by(mila))).toMatchObject({ rows: [], total: 0, mayCreate: [] });
  });

  it('has as many as there are, a page at a time', async () => {
    const { total: before } = await listWorkgroups(await world.by(world.olga));
    const copy = await world.store.workgroups.findById(pilots).lean();
    const many = Array.from({ length: 230 }, (_, index) => ({
      ...copy,
      _id: `wgr_MANY${String(index).padStart(4, '0')}`,
      name: `Zz ${String(index).padStart(4, '0')}`,
      nameKey: `zz ${index}`,
    }));
    await world.store.workgroups.insertMany(many, { lean: true });
    try {
      const total = before + many.length;
      const past = await listWorkgroups(await world.by(world.olga), 5000);
      expect(past).toMatchObject({ total, offset: Math.floor((total - 1) / 30) * 30 });
      expect(past.rows.at(-1)?.name).toBe('Zz 0229');
      const second = await listWorkgroups(await world.by(world.olga), 30);
      expect([second.rows.length, second.offset]).toEqual([30, 30]);
    } finally {
      await world.store.workgroups.deleteMany({ _id: /^wgr_MANY/ });
    }
  });

  it('opens one: its people, newest first, a page at a time, and its partners', async () => {
    const id = await world.workgroup('Large');
    const many = Array.from({ length: 23 }, (_, i) => ({ name: `many-${i}`, company: 'cedar' }));
    await world.invite(id, many.map(world.emailOf).join('\n'), through);
    for (const who of many) await world.redeem(who, await world.invitationTo(who, id));
    const first = await openWorkgroup(await world.by(world.olga), id, null);
    expect(first).toMatchObject({ members: 23, hasNewer: false, hasOlder: true });
    expect(first.partners).toEqual([{ id: world.partnerId, name: 'Cedar' }]);
    expect(first.people.map(({ username }) => username)).toEqual(
      many
        .map(({ name }) => name)
        .reverse()
        .slice(0, 20),
    );
    const before = first.people.at(-1)?.grantId ?? '';
    const second = await openWorkgroup(await world.by(world.olga), id, { before });
    expect(second.people.map(({ username }) => username)).toEqual(['many-2', 'many-1', 'many-0']);
    expect(second).toMatchObject({ hasNewer: true, hasOlder: false });
    for (const who of [mila, world.pia]) {
      expect(await outcomeOf(openWorkgroup(await world.by(who), id, null))).toBe('deny');
    }
  }, 90_000);
});

describe('somebody in a workgroup', () => {
  it('gets another role by its admin, and is told; never by themselves', async () => {
    const grant = await world.grantIn(pilots, mila);
    const grantId = grant?._id ?? '';
    await changeWorkgroupRole(await world.by(cora), { grantId, role: 'admin' });
    expect((await world.grantIn(pilots, mila))?.access).toMatchObject({ role: 'admin' });
    expect(await world.messages(grantId)).toEqual([
      'access-changed mail mila@aster.example',
      'access-changed slack U0MILA',
    ]);
    const own = changeWorkgroupRole(await world.by(mila), { grantId, role: 'member' });
    await expect(own).rejects.toMatchObject({ fields: { role: expect.stringContaining('your own role') } });
    // The organization's people page does the same.
    await changeGrant(await world.by(world.olga), grantId, { roleId: 'member', endsOn: null });
    expect((await world.grantIn(pilots, mila))?.access).toMatchObject({ role: 'member' });
    const ofCora = await world.grantIn(pilots, cora);
    expect(
      await outcomeOf(changeWorkgroupRole(await world.by(mila), { grantId: ofCora?._id, role: 'member' })),
    ).toBe('deny');
  });

  it('is removed by its admin, leaves by themselves, and is told', async () => {
    const id = await world.workgroup('Leaving');
    await world.invite(id, world.emailOf(mila));
    await world.invite(id, world.emailOf(cora), { ...through, role: 'admin' });
    const [ofMila, ofCora] = [await world.grantIn(id, mila), await world.grantIn(id, cora)];
    expect(await outcomeOf(removeFromWorkgroup(await world.by(world.pia), ofMila?._id ?? ''))).toBe('deny');
    expect(await outcomeOf(removeFromWorkgroup(await world.by(mila), ofCora?._id ?? ''))).toBe('deny');
    expect(await removeFromWorkgroup(await world.by(cora), ofMila?._id ?? '')).toEqual({
      personName: 'Nova Newcomer',
      workgroupName: 'Leaving',
    });
    expect(await world.messages(ofMila?._id ?? '')).toEqual([
      'access-ended mail mila@aster.example',
      'access-ended slack U0MILA',
    ]);
    const own = await ownWorkgroups(await world.by(cora));
    expect(own).toContainEqual({
      grantId: ofCora?._id,
      organizationName: 'Aster',
      name: 'Leaving',
      role: 'admin',
      partnerName: 'Cedar',
    });
    // Others remove somebody, they do not leave in their place; the last admin may leave.
    expect(await outcomeOf(leaveWorkgroup(await world.by(world.olga), ofCora?._id ?? ''))).toBe('deny');
    await leaveWorkgroup(await world.by(cora), ofCora?._id ?? '');
    expect(await world.grantIn(id, cora)).toBeNull();
    expect(await world.audit(ofCora?._id ?? '')).toContain('grant.revoked');
    expect(await outcomeOf(removeFromWorkgroup(await world.by(world.olga), ofMila?._id ?? ''))).toBe('stale');
  });

  it('is seen among the organization’s people with what they have in workgroups', async () => {
    const { _id: accountId } = await world.accountOf(mila);
    const person = await getPerson(await world.by(world.olga), { accountId, organizationId: world.hostId });
    expect(person.active.map(({ access }) => access)).toContainEqual({
      kind: 'workgroup',
      workgroupName: 'Pilots',
      role: 'member',
      partnerName: null,
    });
    expect(person.history.map(({ text }) => text)).toContain('Access given: member in the workgroup Pilots');
  });
});

describe('an offer of a workgroup', () => {
  it('can have another role before it is accepted, and is worth nothing to whoever belongs nowhere any more', async () => {
    const nils: Somebody = { name: 'nils', company: 'aster' };
    const role = await world.bringIn(nils);
    await world.wantAcceptance(true);
    try {
      await world.invite(pilots, world.emailOf(nils));
      const { _id } = await world.invitationTo(nils, pilots);
      await changeOfferedRole(await world.by(cora), { invitationId: _id, roleId: 'admin' });
      await endGrant(await world.by(world.olga), role._id);
      expect(await outcomeOf(acceptOffer(await world.by(nils), _id))).toBe('stale');
      await world.bringIn(nils);
      await acceptOffer(await world.by(nils), _id);
      expect((await world.grantIn(pilots, nils))?.access).toMatchObject({ role: 'admin' });
    } finally {
      await world.wantAcceptance(false);
    }
  });
});
