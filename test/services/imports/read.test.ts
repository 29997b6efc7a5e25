import { beforeAll, describe, expect, it } from 'vitest';
import { importLimits } from '../../../src/domain/imports.ts';
import { cancelImport } from '../../../src/services/imports/cancel.ts';
import { importOverview } from '../../../src/services/imports/overview.ts';
import { parseFile } from '../../../src/services/imports/parse-file.ts';
import { readImport } from '../../../src/services/imports/read.ts';
import { startImport } from '../../../src/services/imports/start.ts';
import { otherTenant, outcomeOf } from '../../support/verbs.ts';
import { type ImportWorld, openImportWorld, piecesOf } from './world.ts';

let world: ImportWorld;
let open: string;
beforeAll(async () => {
  world = await openImportWorld();
  open = await world.subscription('Open', '');
  await world.subscription('Small', '2');
  const full = await world.subscription('Full', '1');
  await world.join('mia', 'member');
  await world.direct('adam', { email: 'first@aster.example' }, { subscriptionId: full });
});

describe('the dry run of a file', () => {
  it('says what would become of each line, and does nothing', async () => {
    const mia = await world.store.accounts.findOne({ username: 'mia' }).lean();
    await world.direct('adam', { accountId: mia?._id ?? '' }, { subscriptionId: open });
    await world.direct('adam', { email: 'nova@aster.example' }, { subscriptionId: open });
    const before = await world.store.invitations.countDocuments();
    const overview = await world.read(`email,role,app,subscription,app role
ada@aster.example,,,,
mia@aster.example,member,,,
mia@aster.example,,Atlas,Open,Viewer
nova@aster.example,,Atlas,Open,Editor
not an address,,,,
ada@aster.example,member,,,
bob@aster.example,,Atlass,Open,Viewer
bob@aster.example,,Atlas,Small,Viewer
ben@aster.example,,Atlas,Small,Viewer
bea@aster.example,,Atlas,Small,Viewer
adam@aster.example,,Atlas,Open,Viewer
boss@aster.example,owner,,,
mia@aster.example,,Atlas,Small,Viewer
`);
    expect(overview).toMatchObject({
      organizationName: 'Aster',
      fileName: 'people.csv',
      status: 'checked',
      total: 13,
      done: 0,
      counts: {
        'waiting-for-account': 3,
        'has-access': 1,
        'already-invited': 2,
        invalid: 2,
        duplicate: 1,
        'no-seat': 2,
        refused: 2,
      },
      notices: [],
      ranBefore: null,
    });
    expect(overview.problems).toEqual([
      { line: 6, text: '“not an address” has a character that no e-mail address can have.' },
      { line: 7, text: 'This person is in line 2 already, for the same. Keep one of the lines.' },
      { line: 8, text: 'There is no app “Atlass”. Did you mean “Atlas”?' },
      { line: 11, text: 'No seat is left for this line. Free one, or choose another subscription.' },
      { line: 12, text: "You can't invite yourself. Ask another admin." },
      { line: 13, text: "As admin you can't give the role owner. Ask an owner." },
      { line: 14, text: 'No seat is left for this line. Free one, or choose another subscription.' },
    ]);
    const small = { kind: 'app', appName: 'Atlas', subscriptionName: 'Small', roleName: 'Viewer' };
    expect(overview.seats).toEqual([{ access: small, needed: 4, free: 2 }]);
    expect(await world.store.invitations.countDocuments()).toBe(before);
    expect(await world.run()).toEqual({ rows: 0, again: null });
  });

  it('reads names in any script, days and notes, and says all that is wrong with a line at once', async () => {
    const { id } = await world.read(`E-Mail;Given name;SURNAME;Access ends;Note;Phone
zoe@aster.example;Zoë;Müller-Łuk;2030-02-28;Hello;1
x@aster.example;www.evil.example;Y;31.12.2030;;2
y@aster.example;;;2001-01-01;;3
`);
    const [zoe, x, y] = await world.rows(id);
    expect(zoe).toMatchObject({
      cells: { 'first name': 'Zoë', 'last name': 'Müller-Łuk', 'access ends': '2030-02-28', note: 'Hello' },
      planned: 'waiting-for-account',
      outcome: null,
    });
    expect(x).toMatchObject({ planned: 'invalid', isFinal: true, outcome: null, isProblem: true });
    expect(x?.remark).toMatch(
      /^The first name can have letters.* “31.12.2030” is not a day\. Write it like 2027-01-31\.$/,
    );
    expect(y).toMatchObject({ planned: 'invalid', remark: expect.stringContaining('before it begins') });
    const { notices } = await world.overview(id);
    expect(notices).toEqual([{ line: 1, text: expect.stringMatching(/^This column is not known.*“Phone”/) }]);
  });

  it('takes a line for a repetition only where an earlier one can be done', async () => {
    const overview = await world.read(`email,access ends,app,subscription,app role,role
late@aster.example,2020-01-01,,,,
late@aster.example,,,,,
boss@aster.example,,,,,owner
boss@aster.example,,,,,member
full@aster.example,,Atlas,Full,Viewer,
full@aster.example,,Atlas,Full,Viewer,
late@aster.example,,,,,
`);
    expect(overview.counts).toEqual({
      invalid: 1,
      refused: 1,
      'no-seat': 2,
      'waiting-for-account': 2,
      duplicate: 1,
    });
    expect(overview.problems.at(-1)).toEqual({
      line: 8,
      text: 'This person is in line 3 already, for the same. Keep one of the lines.',
    });
    // One person needs one seat, in however many lines.
    expect(overview.seats).toMatchObject([{ needed: 1, free: 0 }]);
    await world.start(overview.id);
    await world.run();
    expect(await world.outcomes(overview.id)).toMatchObject({
      3: 'waiting-for-account',
      5: 'waiting-for-account',
    });
  });

  it('keeps the counts of its plan, so that they need no look at the lines', async () => {
    const { id, counts } = await world.read('email\nkept1@aster.example\nkept2@aster.example\nbad\n');
    const record = await world.store.imports.findOne({ _id: id }).lean();
    expect(record?.counts).toEqual({ 'waiting-for-account': 2, invalid: 1 });
    await world.store.importRows.deleteMany({ importId: id });
    expect((await world.overview(id)).counts).toEqual(counts);
  });

  it('knows the same file again once it was started', async () => {
    const file = 'email\nagain@aster.example\n';
    const first = await world.read(file);
    expect((await world.read(file)).ranBefore).toBeNull();
    await world.start(first.id);
    await world.run();
    const { startedAt } = await world.overview(first.id);
    expect((await world.read(file)).ranBefore).toEqual(startedAt);
    expect((await world.read(`${file}more@aster.example\n`)).ranBefore).toBeNull();
  });

  it('leaves nothing when it is cancelled', async () => {
    const { id } = await world.read('email\nleft@aster.example\n');
    const { status, startedAt } = await cancelImport(await world.by('anna'), id);
    expect({ status, startedAt }).toEqual({ status: 'cancelled', startedAt: null });
    expect(await world.rows(id)).toEqual([]);
    expect(await outcomeOf(world.start(id))).toBe('stale');
    expect(await outcomeOf(cancelImport(await world.by('adam'), id))).toBe('stale');
  });

  it('cannot be started a week later', async () => {
    const { id } = await world.read('email\nlate@aster.example\n');
    world.clock.at += 8 * 24 * 60 * 60 * 1000;
    await expect(world.start(id)).rejects.toThrow('more than a week ago');
  });
});

describe('a file that cannot be read', () => {
  const long = `email,note\na@x.example,"${'x\n'.repeat(12_000)}`;
  it.each<[string, string | Uint8Array, number | null, RegExp]>([
    ['is empty', '', null, /is empty/],
    ['has blank lines alone', ' \n\n', null, /is empty/],
    ['has a header alone', 'email\n', null, /no line below/],
    ['has no header', 'ada@aster.example,Ada\n', 1, /columns have no names.*Put a line above it/],
    [
      'has no column for the address',
      'emial,role\nx,y\n',
      1,
      /Did you mean that by “emial”\? Name it “email”/,
    ],
    [
      'has two columns for the address',
      'email,E-Mail\na,b\n',
      1,
      /Two columns are for the same: “email” and “E-Mail”/,
    ],
    [
      'has an open quotation mark',
      'email,note\na@x.example,x\nb@x.example,"y\nc@x.example,z\n',
      3,
      /never ends/,
    ],
    ['has an open quotation mark and much after it', long, 2, /closing quotation mark is probably missing/],
    ['has a quotation mark within a cell', 'email,note\n\na@x.example,a "b" c\n', 3, /middle of a cell/],
    [
      'has text after a quotation mark',
      'email,note\r\na@x.example,"a" b\r\n',
      2,
      /After a closing quotation mark/,
    ],
    ['is binary', Buffer.from('email\na@x.example\n\u0000\u0001\n'), 3, /not text.*CSV UTF-8/],
    ['is a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 1, /is a workbook and not CSV/],
    ['is not in the encoding that it names', Buffer.from([0xff, 0xfe, 0x65]), 1, /not in the encoding/],
  ])('%s: the line and the remedy are named, and nothing is kept', async (_, content, line, text) => {
    const overview = await world.read(content);
    expect(overview).toMatchObject({ status: 'failed', total: 0, counts: {}, notices: [] });
    expect(overview.problems).toEqual([{ line, text: expect.stringMatching(text) }]);
    expect(await world.rows(overview.id)).toEqual([]);
    expect(await outcomeOf(world.start(overview.id))).toBe('stale');
  });

  it('has too many lines', async () => {
    const lines = Array.from({ length: importLimits.rows + 1 }, (_, index) => `p${index}@x.example\n`);
    const { lines: found } = await parseFile(Buffer.from(`email\n${lines.join('')}`), () => {});
    let last = 0;
    const reading = async () => {
      for await (const { line } of found) last = line;
    };
    const problem = {
      line: importLimits.rows + 2,
      text: 'The file has more than 100,000 people. Split it up.',
    };
    await expect(reading()).rejects.toMatchObject({ name: 'BrokenFile', problem });
    expect(last).toBe(importLimits.rows + 1);
  });

  it('A43: is larger than 10 MB, which is refused before anything is read', async () => {
    let asked = 0;
    async function* content() {
      asked += 1;
      yield Buffer.from('email\n');
    }
    const { organizationId } = world;
    const before = await world.store.imports.countDocuments();
    const size = 10_000_001;
    const file = { organizationId, fileName: 'big.csv', size, content: content() };
    await expect(readImport(await world.by('adam'), file)).rejects.toMatchObject({
      code: 'form',
      fields: { file: 'The file is larger than 10 MB. Split it up.' },
    });
    expect(asked).toBe(0);
    const lying = { ...file, size: 10, content: piecesOf(Buffer.alloc(size, 'x'), 1_000_000) };
    expect(await outcomeOf(readImport(await world.by('adam'), lying))).toBe('form');
    expect(await world.store.imports.countDocuments()).toBe(before);
  });
});

describe('a file that can be read in spite of something', () => {
  it.each<[string, string | Uint8Array, RegExp | null, number]>([
    ['a mark at its beginning', '\uFEFFemail,first name,last name\na1@x.example,Zoë,Ü\n', null, 0],
    ['UTF-16', Buffer.from('\uFEFFemail,first name,last name\na2@x.example,Zoë,Ü\n', 'utf16le'), null, 0],
    [
      'Latin-1',
      Buffer.from('email,first name,last name\na3@x.example,Zo\xeb,\xdc\n', 'latin1'),
      /Windows-1252/,
      2,
    ],
    [
      'line ends of several kinds',
      'email,first name,last name\r\na4@x.example,Zoë,Ü\n',
      /lines end in another way/,
      2,
    ],
    ['old line ends', 'email,first name,last name\ra5@x.example,Zoë,Ü\r', null, 0],
    ['tabs', 'email\tfirst name\tlast name\na6@x.example\tZoë\tÜ\n', null, 0],
    ['semicolons', 'email;first name;last name\na7@x.example;Zoë;Ü\n', null, 0],
    [
      'quoted cells of several lines',
      '"email","first name","last name"\r\n"a8@x.example","Zoë","Ü"\r\n',
      null,
      0,
    ],
  ])('%s', async (_, content, notice, line) => {
    const { id, notices, status } = await world.read(content);
    expect(status).toBe('checked');
    const [row] = await world.rows(id);
    expect(row).toMatchObject({ line: 2, cells: { 'first name': 'Zoë', 'last name': 'Ü' } });
    expect(notices).toEqual(notice ? [{ line, text: expect.stringMatching(notice) }] : []);
  });

  it.each([
    ['sep=;\r\nemail;note\r\nsep1@aster.example;a, b\r\n', 'a, b'],
    ['\uFEFFSEP=,\nemail,note\nsep1@aster.example,a;b\n', 'a;b'],
    ['sep=|\nemail|note\nsep1@aster.example|a;b,c\n', 'a;b,c'],
    ['"sep=;"\nemail;note\nsep1@aster.example;a\n', 'a'],
  ])('%j: the line that says what separates cells, which counts as one', async (content, note) => {
    const { id, status } = await world.read(content);
    expect(status).toBe('checked');
    const [row] = await world.rows(id);
    expect(row).toMatchObject({ line: 3, cells: { email: 'sep1@aster.example', note } });
  });

  it('names a line with too many cells, and a domain that takes no mail', async () => {
    const { problems } = await world.read('email,note\nm@aster.example,Hello, there\n');
    expect(problems).toEqual([{ line: 2, text: expect.stringMatching(/3 cells and the header 2/) }]);
    const { runtime } = world;
    const context = await world.by('adam');
    const bytes = Buffer.from('email\nm@aster.exmaple\n');
    const { organizationId } = world;
    const file = { organizationId, fileName: 'x.csv', size: bytes.length, content: piecesOf(bytes) };
    const overview = await readImport({ ...context, ...runtime, mailDomain: async () => 'no-domain' }, file);
    expect(overview.problems).toEqual([
      { line: 2, text: 'aster.exmaple does not exist or takes no mail. Check the spelling.' },
    ]);
  });
});

describe('who may import', () => {
  it('is an owner or an admin of that organization, and nobody else (A1, A4)', async () => {
    const { id } = await world.read('email\nq@aster.example\n');
    const elsewhere = await otherTenant(world.runtime, 'T0ELSE');
    const { organizationId } = world;
    const file = () => ({
      organizationId,
      fileName: 'x.csv',
      size: 6,
      content: piecesOf(Buffer.from('email\n')),
    });
    for (const context of [await world.by('mia'), await world.by('stranger'), elsewhere]) {
      expect(await outcomeOf(readImport(context, file()))).toBe('deny');
      expect(await outcomeOf(importOverview(context, id))).toBe('deny');
      expect(await outcomeOf(startImport(context, id))).toBe('deny');
      expect(await outcomeOf(cancelImport(context, id))).toBe('deny');
    }
    expect(await outcomeOf(importOverview(await world.by('olga'), 'imp_unknown'))).toBe('deny');
    expect((await world.overview(id, 'olga')).status).toBe('checked');
  });
});
