/** Many people from a file: the form, the check, the start, the progress, the end and its report, as an admin meets them in Slack. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { failAbandoned } from '../../src/services/imports/end.ts';
import { startImport } from '../../src/services/imports/start.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import { bringIn, makeApp, ownGrantOf } from '../support/catalog.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { DENIED, makeBirch, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';
import { tapWire, type Wire } from '../support/wire.ts';

let world: World;
let wire: Wire;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ transport: 'http', people: residents });
  wire = await tapWire(world);
  admin = world.person(adam.id);
  await bringIn(world, mia, 'member');
  await bringIn(world, nora, 'admin');
  await bringIn(world, otto, 'member');
  await makeBirch(world, otto);
  await makeApp(world, 'Atlas', { seats: 3 });
  await world.settled();
});
beforeEach(async () => {
  if (admin.hasModal()) await admin.close({ all: true });
});

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}@partner.example`);

/** Opens the form and puts a file into it. */
async function choose(driver: Driver, text: string | Uint8Array, name = 'people.csv'): Promise<void> {
  await driver.command('/gatehouse people');
  await driver.press('open-import', { in: 'modal' });
  const where = {
    on: { type: 'modal', viewId: driver.modal().id },
    blockId: 'file',
    actionId: 'file',
  } as const;
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  expect(world.slack.upload(driver.userId, { ...where, name, bytes })).toEqual({ ok: true });
}

/** The same, sends it, and waits for what comes of it. */
async function check(driver: Driver, text: string | Uint8Array, name?: string): Promise<string> {
  await choose(driver, text, name);
  await driver.submit();
  await eventually(() => expect(shown(driver)).not.toContain('Reading the file…'));
  return shown(driver);
}

const readable = (text: string) => text.replaceAll('\u2060', '');
const shown = (driver: Driver) => readable(driver.text('modal'));
const told = (driver: Driver) => driver.messages().map((message) => readable(driver.text(message)));
const newest = (driver: Driver) => told(driver).at(-1) ?? '';
const progressOf = (driver: Driver) =>
  driver.messages().findLast(({ blocks }) => JSON.stringify(blocks).includes('import'));

/** The rows of the newest file that somebody got, by column. */
function fileTo(driver: Driver): { name: string; rows: string[] } {
  const file = driver.messages().findLast(({ files }) => files.length > 0)?.files[0];
  const content = world.slack.file(driver.userId, file?.id ?? '');
  return {
    name: file?.name ?? '',
    rows: Buffer.from(content?.bytes ?? [])
      .toString()
      .trim()
      .split(/\r?\n/),
  };
}

const ended = (driver: Driver, name: string) =>
  eventually(() => expect(fileTo(driver).name).toBe(name), 60_000);
const invitationsOf = (email: string) => world.store.invitations.countDocuments({ email });
const waitingFor = (pattern: RegExp) => world.store.invitations.countDocuments({ email: pattern });

describe('a file with people', () => {
  const file = csv(
    'Work e-mail;First name;Last name;Role;App;Subscription;App role',
    'ana@partner.example;Ana;Arne;member;;;',
    'ben@partner.example;Ben;Bay;;Atlas;Team;Viewer',
    'not an address;Cid;Coe;member;;;',
    'ANA@partner.example;Ana;Arne;member;;;',
    'dee@partner.example;Dee;Dow;;Cedar;Team;Viewer',
  ).replace('Work e-mail', 'E-Mail');

  it('is answered at once, and checked: outcomes, lines of what is wrong, seats; nothing is done', async () => {
    await choose(admin, file);
    await admin.submit();
    expect(wire.verdict().text).toContain('Reading the file…');
    await eventually(() => expect(shown(admin)).toContain('is checked'));
    const text = shown(admin);
    expect(text).toContain('The file people.csv for Aster Labs is checked: 2 of 5 lines can be done.');
    expect(text).toContain('What will happen\nWaiting for account: 2\nTwice in the file: 1\nInvalid: 2');
    expect(text).toContain('Atlas (Team) of Aster Labs: 1 needed, 3 free');
    for (const line of [4, 5, 6]) expect(text).toContain(`Line ${line}: `);
    expect(await waitingFor(/^(?:ana|ben)@partner/)).toBe(0);
  });

  it('is started, shows how far it is in a direct message, and ends with a report', async () => {
    await check(admin, file);
    await admin.press('import-start', { in: 'modal' });
    // A fast machine has ended it by now.
    expect(shown(admin)).toMatch(/A direct message shows how far it is|Send me the report/);
    expect(JSON.stringify(admin.modal().view)).not.toContain('import-start');
    await ended(admin, 'people-report.csv');
    await world.settled();
    expect(newest(admin)).toContain('The file people.csv is imported into Aster Labs: 2 of 5 lines worked.');
    const progress = progressOf(admin);
    expect(readable(admin.text(progress))).toContain('is imported into Aster Labs');
    expect(JSON.stringify(progress?.blocks)).not.toMatch(/import-(?:start|cancel)/);
    const { rows } = fileTo(admin);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatch(/email.*line.*outcome.*remark/);
    expect(rows.find((row) => row.includes('ana@'))).toContain('Waiting for account');
    expect(rows.find((row) => row.includes('not an address'))).toContain('Invalid');
    expect(world.mailsTo('ana@partner.example')).toHaveLength(1);
    expect(await invitationsOf('ben@partner.example')).toBe(1);
  });

  it('A68: invites nobody twice when it is uploaded again', async () => {
    const text = await check(admin, file);
    expect(text).toMatch(/The same file was imported before, .*Nobody is invited twice\./);
    expect(text).toContain('Invited already: 2');
    expect(text).toContain('none of its 5 lines can be done, so there is nothing to start.');
    const [latest] = await world.store.imports.find({ status: 'checked' }).sort({ _id: -1 }).lean();
    const context = await acting(world.gatehouse.runtime, adam.id);
    await startImport(context, latest?._id ?? '');
    await eventually(
      async () =>
        expect(await world.store.imports.findById(latest?._id).lean()).toMatchObject({ status: 'done' }),
      25_000,
    );
    await world.settled();
    expect(world.mailsTo('ana@partner.example')).toHaveLength(1);
    expect(await invitationsOf('ana@partner.example')).toBe(1);
  });

  it('neutralises what a spreadsheet would run (A41)', async () => {
    await check(
      admin,
      csv('email,note', '=cmd@partner.example,x', 'eve@partner.example,"=HYPERLINK(1)"'),
      'bad.csv',
    );
    await admin.press('import-start', { in: 'modal' });
    await ended(admin, 'bad-report.csv');
    const cells = fileTo(admin)
      .rows.slice(1)
      .flatMap((row) => row.split(','));
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
  });
});

describe('who closes the form', () => {
  it('gets the result as a direct message, and starts it there', async () => {
    await choose(admin, csv('email', 'fay@partner.example'), 'closed.csv');
    await admin.submit();
    await admin.close({ all: true });
    await eventually(() => expect(newest(admin)).toContain('closed.csv for Aster Labs is checked'), 60_000);
    const message = admin.lastMessage();
    await admin.press('import-start', { message });
    await ended(admin, 'closed-report.csv');
    await world.settled();
    expect(admin.messages().find(({ ts }) => ts === message.ts)?.text).toContain(
      'is imported into Aster Labs',
    );
    expect(await waitingFor(/^fay@/)).toBe(1);
  });
});

describe('a file that cannot be read', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['has no names above its columns', csv('gil@partner.example,Gil'), /Line 1: The columns have no names/],
    [
      'has no column for the address',
      csv('name', 'Gil'),
      /Line 1: There is no column for the e-mail address/,
    ],
    ['has no line below them', csv('email'), /no line below the names of its columns/],
    [
      'has a quotation mark too few',
      csv('email,note', 'gil@partner.example,"oh'),
      /Line 2: .*quotation mark never ends/,
    ],
    ['is not text', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0xff, 0xfe, 0]), /To look at\n.{20}/],
  ])('says where and what to do when it %s', async (_, content, problem) => {
    const before = await world.store.invitations.countDocuments({});
    const text = await check(admin, content, 'broken.csv');
    expect(text).toContain('The file broken.csv could not be read. Nothing is done.');
    expect(text).toMatch(problem);
    expect(JSON.stringify(admin.modal().view)).not.toContain('import-start');
    expect(await world.store.invitations.countDocuments({})).toBe(before);
  });

  it('is one that Slack does not hand out', async () => {
    world.slack.faults.next('file_download', { kind: 'http', status: 503 });
    expect(await check(admin, csv('email', 'gil@partner.example'))).toContain(
      'Slack did not hand out the file. Choose it again.',
    );
    world.slack.faults.next('file_download', { kind: 'apply-then-reset' });
    expect(await check(admin, csv('email', 'gil@partner.example'))).toMatch(
      /could not be read|Something went wrong/,
    );
  });
});

describe('a file that is too large', () => {
  it('A43: is refused at its field, before anything is asked of Slack or read', async () => {
    await choose(admin, csv('email', 'kim@partner.example'), 'huge.csv');
    wire.change((payload) => {
      const [file] = payload.view?.state.values.file?.file?.files ?? [];
      if (file) file.size = 10_000_001;
    });
    const from = world.slack.log.length;
    await admin.submit();
    wire.change(null);
    expect(admin.errors()).toEqual({ file: 'The file is larger than 10 MB. Split it up.' });
    expect(world.slack.log.slice(from).filter(({ method }) => method.startsWith('file'))).toEqual([]);
    expect(await world.store.imports.countDocuments({ fileName: 'huge.csv' })).toBe(0);
  });
});

describe('a file whose reading was interrupted', () => {
  it('is over after a minute: its rows are gone, and a direct message says what to do', async () => {
    await check(admin, csv('email', 'lea@partner.example'), 'half.csv');
    const found = await world.store.imports.findOne({ fileName: 'half.csv' }).lean();
    const importId = found?._id ?? '';
    const become = (leaseUntil: Date) =>
      world.store.imports.updateOne({ _id: importId }, { $set: { status: 'reading', leaseUntil } });
    const ago = (ms: number) => new Date(world.gatehouse.runtime.now().getTime() - ms);
    const { tenantId = '' } = found ?? {};
    await become(ago(50_000));
    await failAbandoned(world.gatehouse.runtime, tenantId);
    expect(await world.store.imports.findById(importId).lean()).toMatchObject({ status: 'reading' });
    await become(ago(61_000));
    await failAbandoned(world.gatehouse.runtime, tenantId);
    await world.settled();
    expect(await world.store.imports.findById(importId).lean()).toMatchObject({ status: 'failed' });
    expect(await world.store.importRows.countDocuments({ importId })).toBe(0);
    expect(newest(admin)).toContain('The file half.csv could not be read. Nothing is done.');
    expect(newest(admin)).toContain('Reading was interrupted. Import the file again.');
  });
});

describe('a long one', () => {
  it('is shown at most every three seconds, ends when it is cancelled, and says what was done', async () => {
    const text = await check(admin, csv('email', ...numbered('long', 3000)), 'long.csv');
    expect(text).toContain('3,000 of 3,000 lines can be done');
    const from = world.slack.log.length;
    await admin.press('import-start', { in: 'modal' });
    const updates = () => world.slack.log.slice(from).filter(({ method }) => method === 'chat.update');
    await eventually(() => expect(updates().length).toBeGreaterThan(2), 60_000);
    const message = admin.messages().find(({ ts }) => ts === updates()[0]?.args.ts);
    expect(readable(admin.text(message))).toMatch(/[■□]{16} \d+ of 3,000/);
    await admin.press('import-cancel', message ? { message } : {});
    await ended(admin, 'long-report.csv');
    await world.settled();
    expect(newest(admin)).toMatch(/was cancelled after \d+ of 3,000 lines\. What was done stays\./);
    const done = await waitingFor(/^long\d+@/);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(3000);
    expect(fileTo(admin).rows.filter((row) => row.includes('Waiting for account'))).toHaveLength(done);
    const times = updates().map(({ at }) => Date.parse(at));
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_900);
  }, 60_000);
});

describe('the list of imports', () => {
  it('has the newest first, for whoever manages the people; who looks at one that is over can have its report', async () => {
    const colleague = world.person(nora.id);
    await colleague.command('/gatehouse people');
    const text = shown(colleague);
    expect(text).toMatch(/Imports\n\*long\.csv\*\nCancelled after \d+ of 3,000 lines\. Started by Adam /);
    expect(text).toMatch(/\*broken\.csv\*\nCould not be read\. Read by Adam /);
    await colleague.press('import-open', { in: 'modal' });
    expect(shown(colleague)).toContain('The import of long.csv into Aster Labs was cancelled after');
    await colleague.press('import-report', { in: 'modal' });
    expect(shown(colleague)).toContain('The report is on its way.');
    await ended(colleague, 'long-report.csv');
    expect(fileTo(colleague).rows).toHaveLength(3001);
    await colleague.close({ all: true });
  });

  it('lets a colleague cancel what somebody else has read, not start it', async () => {
    await check(admin, csv('email', 'moe@partner.example'), 'read.csv');
    const colleague = world.person(nora.id);
    await colleague.command('/gatehouse people');
    await colleague.press('import-open', { in: 'modal' });
    expect(shown(colleague)).toContain('read.csv for Aster Labs is checked: 1 of 1 lines can be done.');
    expect(JSON.stringify(colleague.modal().view)).not.toContain('import-start');
    await colleague.press('import-cancel', { in: 'modal' });
    expect(shown(colleague)).toContain('is cancelled. Nothing was done.');
    await colleague.close({ all: true });
  });
});

describe('the list of people', () => {
  it('comes as a file, after a message that says so', async () => {
    await admin.command('/gatehouse people');
    await admin.press('people-export', { in: 'modal' });
    expect(admin.text()).toContain('The list is on its way.');
    await ended(admin, 'people-of-aster.csv');
    const { rows } = fileTo(admin);
    expect(rows[0]).toMatch(/email,first name,last name,username,role/);
    expect(rows.some((row) => row.startsWith('mia@aster.example,Mia,Meyer,mia,member'))).toBe(true);
    expect(await world.store.outbox.findOne({ template: 'people-list' }).lean()).toMatchObject({
      to: { via: 'slack', channel: adam.id, teamId: 'T0ASTER' },
    });
    expect(told(admin).at(-2)).toContain('You asked for the people of Aster Labs and their access.');
  });
});

describe('A1, A2: who may not', () => {
  it('is refused with the form open, and nothing is read', async () => {
    const nobody = world.person(nora.id);
    await choose(nobody, csv('email', 'hal@partner.example'));
    const { _id } = await ownGrantOf(world, nora);
    await changeGrant(await acting(world.gatehouse.runtime, olga.id), _id, { roleId: 'member' });
    const imports = await world.store.imports.countDocuments({});
    await nobody.submit();
    expect(shown(nobody)).toContain(DENIED);
    expect(await world.store.imports.countDocuments({})).toBe(imports);
    await nobody.close({ all: true });
    await nobody.command('/gatehouse people');
    expect(nobody.hasModal()).toBe(false);
  });

  it('cannot start, cancel or see what is of another organization, and cannot have its people', async () => {
    await check(admin, csv('email', 'ida@partner.example'), 'ours.csv');
    const [ours] = await world.store.imports.find({ fileName: 'ours.csv' }).lean();
    await admin.close({ all: true });
    const stranger = world.person(otto.id);
    await stranger.command('/gatehouse people');
    for (const [action, value] of [
      ['import-start', ours?._id],
      ['import-cancel', ours?._id],
      ['open-import', ours?.organizationId],
      ['people-export', ours?.organizationId],
    ]) {
      const messages = stranger.messages().length;
      wire.change((payload) => {
        const [pressed] = payload.actions ?? [];
        if (pressed) Object.assign(pressed, { action_id: action, value });
      });
      await stranger.press('open-import', { in: 'modal' });
      wire.change(null);
      await world.settled();
      expect(shown(stranger)).toContain(DENIED);
      expect(stranger.messages()).toHaveLength(messages);
      await stranger.close();
    }
    expect(await world.store.imports.findById(ours?._id).lean()).toMatchObject({ status: 'checked' });
    await stranger.close({ all: true });
  });

  it('cannot import into an organization that is not offered', async () => {
    const owner = world.person(otto.id);
    await choose(owner, csv('email', 'jon@partner.example'));
    const [aster] = await world.store.organizations.find({ domain: 'aster' }).lean();
    wire.change((payload) => {
      if (payload.view) {
        payload.view.state.values.organizationId = {
          organizationId: { type: 'static_select', selected_option: { value: aster?._id } },
        };
      }
    });
    await owner.submit();
    wire.change(null);
    expect(shown(owner)).toContain(DENIED);
    expect(await waitingFor(/^jon@/)).toBe(0);
    await owner.close({ all: true });
  });
});
