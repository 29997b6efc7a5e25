import { beforeAll, describe, expect, it } from 'vitest';
import { editSettings } from '../../../src/services/settings.ts';
import { archiveWorkgroup } from '../../../src/services/workgroups/archive.ts';
import { inviteToWorkgroup } from '../../../src/services/workgroups/invite.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
/** Collaborative, and not. */
let pilots: string;
let staff: string;
let through: { partnerId: string };

const cora: Somebody = { name: 'cora', company: 'cedar' };
const adam: Somebody = { name: 'adam', company: 'aster' };
const mila: Somebody = { name: 'mila', company: 'aster' };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  staff = await world.workgroup('Staff', { collaborative: false });
  through = { partnerId: world.partnerId };
  await world.bringIn(cora, 'member', world.ofPartner);
  await world.bringIn(adam, 'admin');
  await world.bringIn(mila);
});

describe('an address that belongs where it comes from', () => {
  it('has the access at once, and is told by mail and direct message; the inviter reads it in the answer', async () => {
    const result = await world.invite(pilots, 'CORA@cedar.example', { ...through, by: adam, role: 'admin' });
    expect(result).toMatchObject({
      workgroupName: 'Pilots',
      organizationName: 'Aster',
      partnerName: 'Cedar',
      role: 'admin',
      expiresAt: null,
      lines: [{ address: 'CORA@cedar.example', outcome: 'granted', personName: 'Nova Newcomer' }],
    });
    const grant = await world.grantIn(pilots, cora);
    expect(grant).toMatchObject({
      organizationId: world.hostId,
      grantedBy: (await world.accountOf(adam))._id,
      access: { kind: 'workgroup', role: 'admin', partnerId: world.partnerId },
    });
    expect(await world.messages(grant?.invitationId ?? '')).toEqual([
      'access-granted mail CORA@cedar.example',
      'access-granted slack U0CORA',
    ]);
    expect(await world.audit(grant?.invitationId ?? '')).toEqual([
      'invitation.created',
      'invitation.accepted',
      'grant.created',
    ]);
  });

  it('is a member of the organization itself, into any workgroup', async () => {
    const result = await world.invite(staff, world.emailOf(mila));
    expect(result.lines.map(({ outcome }) => outcome)).toEqual(['granted']);
    expect((await world.grantIn(staff, mila))?.access).toMatchObject({ partnerId: null, role: 'member' });
  });

  it('is offered the access where the organization wants it to be accepted', async () => {
    const theo = { name: 'theo', company: 'aster' };
    await world.bringIn(theo);
    await world.wantAcceptance(true);
    try {
      const { lines, expiresAt } = await world.invite(pilots, world.emailOf(theo));
      expect(lines).toMatchObject([{ outcome: 'offered' }]);
      expect(expiresAt).toBeInstanceOf(Date);
      const invitation = await world.invitationTo(theo, pilots);
      expect(invitation).toMatchObject({ status: 'pending', accountId: (await world.accountOf(theo))._id });
      expect(await world.messages(invitation._id)).toEqual([
        'offer mail theo@aster.example',
        'offer slack U0THEO',
      ]);
    } finally {
      await world.wantAcceptance(false);
    }
  });
});

describe('an address that waits', () => {
  it('gets a code where it has no account', async () => {
    const { lines } = await world.invite(pilots, 'new@cedar.example', through);
    expect(lines).toEqual([{ address: 'new@cedar.example', outcome: 'waiting-for-account' }]);
    const invitation = await world.invitationTo({ name: 'new', company: 'cedar' }, pilots);
    expect(invitation).toMatchObject({ status: 'pending', accountId: null, selector: expect.any(String) });
    expect(await world.messages(invitation._id)).toEqual(['offer mail new@cedar.example']);
  });

  it('gets none where its account belongs nowhere, and the line does not tell of that account', async () => {
    const nils = { name: 'nils', company: 'cedar' };
    await world.withAccount(nils);
    const { lines } = await world.invite(pilots, world.emailOf(nils), through);
    expect(lines).toEqual([{ address: world.emailOf(nils), outcome: 'waiting-for-account' }]);
    const invitation = await world.invitationTo(nils, pilots);
    expect(invitation).toMatchObject({ status: 'pending', accountId: null });
    expect(invitation).not.toHaveProperty('selector');
    expect(await world.messages(invitation._id)).toEqual(['offer mail nils@cedar.example']);
  });

  it('is told so when it is invited again', async () => {
    await world.invite(pilots, 'twice@cedar.example', through);
    const again = await world.invite(pilots, 'Twice@cedar.example', { ...through, role: 'admin' });
    expect(again.lines).toMatchObject([
      {
        outcome: 'already-waiting',
        problem: 'It waits as Workgroup member. To change that, revoke that invitation first.',
      },
    ]);
    const same = await world.invite(pilots, 'twice@cedar.example', through);
    expect(same.lines).toEqual([{ address: 'twice@cedar.example', outcome: 'already-waiting' }]);
    expect(await world.store.invitations.countDocuments({ emailKey: 'twice@cedar.example' })).toBe(1);
  });

  it('is told by which way it waits when it is invited by another', async () => {
    await world.invite(pilots, 'astray@cedar.example', through);
    await world.invite(pilots, 'adrift@cedar.example');
    const [astray] = (await world.invite(pilots, 'astray@cedar.example')).lines;
    const [adrift] = (await world.invite(pilots, 'adrift@cedar.example', through)).lines;
    const revoke = 'To change that, revoke that invitation first.';
    expect(astray).toMatchObject({
      outcome: 'already-waiting',
      problem: `It waits through Cedar. ${revoke}`,
    });
    expect(adrift).toMatchObject({
      outcome: 'already-waiting',
      problem: `It waits without a partner. ${revoke}`,
    });
  });
});

describe('an address that is not let in', () => {
  it('has an account elsewhere: the line does not say where', async () => {
    const [own] = (await world.invite(pilots, world.emailOf(cora))).lines;
    expect(own).toMatchObject({ outcome: 'already-member' });
    const zoe = { name: 'zoe', company: 'cedar' };
    await world.bringIn(zoe, 'member', world.ofPartner);
    const [wrongWay] = (await world.invite(pilots, world.emailOf(zoe))).lines;
    const [wrongPartner] = (await world.invite(pilots, world.emailOf(mila), through)).lines;
    expect([wrongWay?.outcome, wrongPartner?.outcome]).toEqual(['not-a-partner', 'not-a-partner']);
    expect(wrongWay?.problem).not.toContain('Cedar');
    expect(wrongPartner?.problem).not.toContain('Aster');
    expect(
      await world.store.invitations.countDocuments({
        emailKey: world.emailOf(zoe),
        kind: 'access',
        'access.kind': 'workgroup',
      }),
    ).toBe(0);
  });

  it('comes through a partner into a workgroup that takes none', async () => {
    const { lines } = await world.invite(staff, 'cora@cedar.example, other@cedar.example', through);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['not-collaborative', 'not-collaborative']);
  });

  it('belongs elsewhere, where only the organization’s own people can be let in', async () => {
    const una: Somebody = { name: 'una', company: 'cedar' };
    await world.bringIn(una, 'member', world.ofPartner);
    const [line] = (await world.invite(staff, world.emailOf(una))).lines;
    expect(line).toMatchObject({
      outcome: 'not-collaborative',
      problem: expect.stringMatching(/^Only people of .+ can be let in\.$/),
    });
  });

  it('is a member already', async () => {
    expect((await world.invite(staff, world.emailOf(mila))).lines).toMatchObject([
      { outcome: 'already-member' },
    ]);
  });

  it('is invalid: unreadable, without mail, the own one, or of a domain that the organization does not take', async () => {
    const settings = { acceptance: ['organization', 'app'], expiryDays: 7, whoMayInvite: 'admin' };
    await editSettings(await world.by(world.olga), world.hostId, {
      ...settings,
      allowedDomains: 'aster.example',
    });
    try {
      const { lines } = await world.invite(
        staff,
        'nobody\n"quoted"@aster.example\nolga@aster.example\nx@dead.example\nx@foreign.example\nx@aster.example',
      );
      expect(lines.map(({ address, outcome }) => `${address} ${outcome}`)).toEqual([
        'nobody invalid',
        '"quoted"@aster.example invalid',
        'olga@aster.example invalid',
        'x@dead.example invalid',
        'x@foreign.example invalid',
        'x@aster.example waiting-for-account',
      ]);
      for (const { outcome, problem } of lines) if (outcome === 'invalid') expect(problem).toBeTruthy();
      expect((await world.invite(pilots, 'y@foreign.example', through)).lines).toMatchObject([
        { outcome: 'waiting-for-account' },
      ]);
    } finally {
      await editSettings(await world.by(world.olga), world.hostId, { ...settings, allowedDomains: '' });
    }
  });
});

describe('a list of addresses', () => {
  it('has one line for each different one, in the order typed, and all of it happens at once', async () => {
    const { lines } = await world.invite(
      pilots,
      'b@cedar.example; CORA@cedar.example\na@cedar.example,B@CEDAR.example\nnonsense',
      through,
    );
    expect(lines.map(({ address, outcome }) => `${address} ${outcome}`)).toEqual([
      'b@cedar.example waiting-for-account',
      'CORA@cedar.example already-member',
      'a@cedar.example waiting-for-account',
      'nonsense invalid',
    ]);
    const rows = await world.store.audit
      .find({ action: 'invitation.created' })
      .sort({ _id: -1 })
      .limit(2)
      .lean();
    expect(new Set(rows.map(({ commandId }) => commandId)).size).toBe(1);
  });

  it('holds a hundred at most', async () => {
    const emails = Array.from({ length: 101 }, (_, i) => `p${i}@cedar.example`).join('\n');
    expect(await outcomeOf(world.invite(pilots, emails, through))).toBe('form');
  });

  it('needs a role that was chosen', async () => {
    const form = { workgroupId: pilots, emails: 'x@aster.example' };
    await expect(inviteToWorkgroup(await world.by(world.olga), form)).rejects.toMatchObject({
      fields: { role: 'Choose member or admin.' },
    });
  });

  it('is the same answer for a repeat of the same command', async () => {
    const context = await world.by(world.olga);
    const form = { workgroupId: pilots, emails: 'repeat@cedar.example', role: 'member', ...through };
    const first = await inviteToWorkgroup(context, form);
    expect(await inviteToWorkgroup(context, form)).toEqual(first);
    expect(await world.store.invitations.countDocuments({ emailKey: 'repeat@cedar.example' })).toBe(1);
  });
});

describe('who may invite (A3, A4)', () => {
  it('is the workgroup’s admin, also one who has no role in the organization', async () => {
    expect((await world.invite(pilots, 'byadmin@aster.example', { by: cora })).lines).toMatchObject([
      { outcome: 'waiting-for-account' },
    ]);
  });

  it('is nobody else: no member, no admin of another workgroup, no other organization, no other tenant', async () => {
    const far: Somebody = { name: 'far', company: 'far', tenantId: 'T0FAR' };
    await world.found(far, 'Far');
    const attempts = [
      () => world.invite(staff, 'x@aster.example', { by: mila }),
      () => world.invite(staff, 'x@aster.example', { by: cora }),
      () => world.invite(pilots, 'x@aster.example', { by: world.pia }),
      () => world.invite(pilots, 'x@aster.example', { by: far }),
      () => world.invite('wgr_unknown', 'x@aster.example'),
      // Ids that the form never offers: an organization that is no partner, one of another tenant, and none at all.
      () => world.invite(pilots, 'x@aster.example', { partnerId: world.hostId }),
      () => world.invite(pilots, 'x@aster.example', { partnerId: 'org_unknown' }),
    ];
    for (const attempt of attempts) expect(await outcomeOf(attempt())).toBe('deny');
  });

  it('is nobody once the workgroup is archived', async () => {
    const gone = await world.workgroup('Gone');
    await archiveWorkgroup(await world.by(world.olga), gone);
    expect(await outcomeOf(world.invite(gone, 'x@aster.example'))).toBe('deny');
  });
});
