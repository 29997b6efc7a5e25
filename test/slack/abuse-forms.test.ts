import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import { endGrant } from '../../src/services/people/end-grant.ts';
import { actionIds } from '../../views/common/ids.ts';
import { ask, endWhatIsOpen } from '../support/asking.ts';
import { bringIn, newestInvitation, ownGrantOf } from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import {
  accountIdOf,
  asterId,
  DENIED,
  everything,
  makeAccount,
  makeBirch,
  nora,
  otto,
  residents,
} from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';
import { type Payload, tapWire, type Wire } from '../support/wire.ts';

const REOPEN = 'This form is out of date. Close it and open it again.';

/** What a form says: in its place, or on its fields, where what was typed stays. */
const said = ({ text, errors }: ReturnType<Wire['verdict']>) => [text, ...Object.values(errors)].join('\n');

let world: World;
let wire: Wire;
let aster: string;
let admin: Driver;
let request: string;

beforeAll(async () => {
  world = await startWorld({ transport: 'http', people: residents });
  wire = await tapWire(world);
  aster = await asterId(world);
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  await makeBirch(world, otto);
  admin = world.person(adam.id);
});

beforeEach(async () => {
  wire.change(null);
  wire.comesFrom(null);
  if (admin.hasModal()) await admin.close({ all: true });
  const of = { tenantId: 'T0ASTER', organizationId: aster, accountId: await accountIdOf(world, nora) };
  const open = await world.store.accessRequests.findOne({ ...of, status: 'pending' }).lean();
  if (!open) await endWhatIsOpen(world);
  request = open?._id ?? (await ask(world, nora));
});

const verb = ({ id }: Person) => acting(world.gatehouse.runtime, id);

/** Takes Adam's role in the first organization away, and gives it back. */
const dismiss = async () => endGrant(await verb(olga), (await ownGrantOf(world, adam))._id);
const reinstate = () => bringIn(world, adam, 'admin');
const changeRole = async (roleId: string) =>
  changeGrant(await verb(olga), (await ownGrantOf(world, adam))._id, { roleId, endsOn: null });

const forms: Record<string, (person: Driver) => Promise<void>> = {
  'invite people': async (person) => {
    await person.command('/invite-user', 'ada@guest.example');
  },
  'approve a request': async (person) => {
    await person.command('/access-requests');
    await person.press(actionIds.requestApprove, { in: 'modal' });
    await person.fill({ role: 'member' });
  },
  'deny a request': async (person) => {
    await person.command('/access-requests');
    await person.press(actionIds.requestDeny, { in: 'modal' });
  },
  'invite an account': async (person) => {
    await person.command('/invite-user');
    await person.press(actionIds.inviteAccount, { in: 'modal' });
    await person.fill({ email: nora.email, username: 'nora', role: 'member' });
  },
  'edit an organization': async (person) => {
    await person.command('/gatehouse', 'organization');
  },
};

/** Sends the open form with something changed on the wire; nothing may change but what `expected` says. */
async function sendChanged(edit: (payload: Payload) => void) {
  const before = await everything(world);
  wire.change(edit);
  await admin.submit();
  wire.change(null);
  expect(await everything(world)).toEqual(before);
  return wire.verdict();
}

const setValue = (name: string, state: object) => (payload: Payload) => {
  payload.view.state.values[name] = { [name]: state };
};
const chosen = (value: unknown) => ({ type: 'radio_buttons', selected_option: { value } });

describe.each(Object.entries(forms))('the form to %s', (_name, open) => {
  it('A2: is refused when its person lost the role while it was open', async () => {
    await open(admin);
    await dismiss();
    const { text } = await sendChanged(() => {});
    await reinstate();
    expect(text).toContain(DENIED);
  });

  it('A2: is refused when its person is a member by now', async () => {
    await open(admin);
    await changeRole('member');
    const { text } = await sendChanged(() => {});
    await changeRole('admin');
    expect(text).toContain(DENIED);
  });

  it.each<[name: string, edit: (metadata: string) => string]>([
    ['another id', (metadata) => metadata.replace(/^frm_./, 'frm_9')],
    ['another subject', (metadata) => metadata.replace(/~[^~]*~/, '~req_SOMETHINGELSE~')],
    ['another seal', (metadata) => metadata.slice(0, -4).concat('AAAA')],
    ['no seal', (metadata) => metadata.slice(0, metadata.lastIndexOf('~'))],
    ['nothing', () => ''],
  ])('A7: is out of date with %s in its metadata', async (_case, edit) => {
    await open(admin);
    const verdict = await sendChanged(({ view }) => {
      view.private_metadata = edit(view.private_metadata);
    });
    expect(said(verdict)).toContain(REOPEN);
  });

  it("A7: is out of date in another admin's hands", async () => {
    await open(admin);
    wire.comesFrom(olga);
    expect(said(await sendChanged(() => {}))).toContain(REOPEN);
  });

  it('A7: is out of date as another form', async () => {
    await open(admin);
    const verdict = await sendChanged(({ view }) => {
      view.callback_id = view.callback_id === 'deny' ? 'offer' : 'deny';
    });
    expect(said(verdict)).toContain(REOPEN);
  });

  it('holds only opaque ids in its metadata, and a default of days', async () => {
    await open(admin);
    const { private_metadata: metadata = '' } = admin.modal().view;
    expect(metadata).toMatch(/^frm_[0-9A-Z]{26}~(?:(?:req|org)_[0-9A-Z]{26}|:\d{1,2})?~[\w-]{43}$/);
    await admin.close({ all: true });
  });
});

describe('values that no form offers', () => {
  it("A8: another request's id in a button is judged by who presses", async () => {
    const birch = await world.store.organizations.findOne({ domain: 'birch' }).lean();
    const foreign = await ask(world, nora, otto);
    await admin.command('/access-requests');
    const index = world.slack.log.length;
    wire.change((payload) => {
      payload.actions[0].value = foreign;
    });
    await admin.press(actionIds.requestApprove, { in: 'modal' });
    expect(wire.shownSince(index)).toContain(DENIED);
    wire.change(null);
    await admin.close({ all: true });

    const offer = { organizationId: birch?._id, email: adam.email, username: 'adam', role: 'admin' };
    await offerByUsername(await verb(otto), offer);
    const { _id } = await newestInvitation(world, adam.email);
    await acceptOffer(await verb(adam), _id);
    await admin.command('/access-requests');
    wire.change((payload) => {
      payload.actions[0].value = foreign;
    });
    await admin.press(actionIds.requestApprove, { in: 'modal', value: request });
    expect(admin.text()).toContain('Invite to Birch');
    const given = await world.store.grants.findOne({ invitationId: _id }).lean();
    await endGrant(await verb(otto), given?._id ?? '');
  });

  it.each<[unknown]>([[''], ['req_'], [{ $ne: null }], [['req_1']], [null], ['x'.repeat(2000)]])(
    'A8: the value %j finds nothing',
    async (value) => {
      await admin.command('/access-requests');
      const index = world.slack.log.length;
      wire.change((payload) => {
        payload.actions[0].value = value;
      });
      await admin.press(actionIds.requestApprove, { in: 'modal' });
      expect(wire.shownSince(index)).toContain(DENIED);
    },
  );

  it('A9: a life time that is not on offer is an error of its field', async () => {
    for (const days of ['2', '365', '-1', 'soon']) {
      await forms['invite people']?.(admin);
      const { errors } = await sendChanged(
        setValue('expiryDays', { type: 'static_select', selected_option: { value: days } }),
      );
      expect(errors).toEqual({ expiryDays: 'Choose how long it is valid.' });
      await admin.close({ all: true });
    }
  });

  it('A9: an organization that is not on offer is refused like an unknown one', async () => {
    const birch = await world.store.organizations.findOne({ domain: 'birch' }).lean();
    for (const id of [birch?._id, 'org_UNKNOWN']) {
      await forms['invite people']?.(admin);
      const select = { type: 'static_select', selected_option: { value: id } };
      expect((await sendChanged(setValue('organizationId', select))).text).toContain(DENIED);
      await admin.close({ all: true });
    }
  });

  it.each<[name: string, state: object, message: RegExp]>([
    ['above the ceiling', chosen('owner'), /^As admin you can't give the role owner/],
    ['that nobody made', chosen('superuser'), /^Choose a role\.$/],
    ['in a list', { type: 'checkboxes', selected_options: [{ value: 'member' }] }, /^Choose a role\.$/],
    ['with another behind a comma', chosen('member,owner'), /^Choose a role\.$/],
    ['that is an object', chosen({ $ne: 'member' }), /^Choose a role\.$/],
    ['that every object has', chosen('constructor'), /^Choose a role\.$/],
  ])('A10: a role %s is an error of its field', async (_name, state, message) => {
    for (const form of ['approve a request', 'invite an account']) {
      await forms[form]?.(admin);
      const { errors } = await sendChanged(setValue('role', state));
      expect(errors).toEqual({ role: expect.stringMatching(message) });
      await admin.close({ all: true });
    }
  });

  it('A11: what a redemption adds is ignored, the stored invitation holds', async () => {
    await admin.command('/invite-user', iris.email);
    await admin.submit();
    await admin.close({ all: true });
    await world.settled();
    const newcomer = world.person(iris.id);
    await newcomer.command('/request-access', world.codeFor(iris.email));
    await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman', username: 'iris' });
    wire.change((payload) => {
      const more = {
        role: 'owner',
        access: 'owner',
        tenantId: 'T0OTHER',
        email: 'eve@guest.example',
        emailKey: 'eve@guest.example',
        organizationId: 'org_OTHER',
        accountId: 'acc_OTHER',
        identityKeys: 'T0ASTER:U0OLGA',
        _id: 'acc_MINE',
        code: 'AAAA',
      };
      for (const [name, value] of Object.entries(more))
        setValue(name, { type: 'plain_text_input', value })(payload);
    });
    await newcomer.submit();
    expect(newcomer.text()).toContain('Your request for access to Aster Labs is sent, as iris');
    const account = await world.store.accounts.findOne({ username: 'iris' }).lean();
    expect(account).toMatchObject({
      tenantId: 'T0ASTER',
      email: iris.email,
      emailKey: iris.email,
      identityKeys: ['T0ASTER:U0IRIS'],
    });
    expect(account).not.toHaveProperty('role');
    expect(account).not.toHaveProperty('access');
    expect(account?._id).toMatch(/^acc_[0-9A-Z]{26}$/);
    const opened = await world.store.accessRequests.findOne({ accountId: account?._id ?? '' }).lean();
    expect(opened).toMatchObject({ organizationId: aster, tenantId: 'T0ASTER', access: null });
    expect(await world.store.grants.countDocuments({ accountId: account?._id ?? '' })).toBe(0);
  });
});

// Last, because it moves the clock for good.
describe('A7: an hour later', () => {
  it.each(Object.entries(forms))('the form to %s is out of date', async (_name, open) => {
    await open(admin);
    world.clock.advance(60 * 60 * 1000 + 1000);
    expect(said(await sendChanged(() => {}))).toContain(REOPEN);
  });
});
