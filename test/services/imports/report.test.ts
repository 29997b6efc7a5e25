import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportPeople } from '../../../src/services/imports/export.ts';
import { importReport } from '../../../src/services/imports/report.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { type ImportWorld, manyPeople, openImportWorld, textOf } from './world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await openImportWorld();
  await world.subscription('Open', '');
});

const read = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });

describe('the report of an import', () => {
  it('has every line with its outcome, so that it can be corrected and imported again', async () => {
    const { id } = await world.bringIn(`Last name,e-mail,First name,app,subscription,app role
New,a@aster.example,Nia,,,
Few,b@aster.exam ple,Finn,,,
"O'Neill, ""Jr""",c@aster.example,Ida,,,
Old,d@aster.example,Otto,Atlas,Opn,Viewer
`);
    const text = await textOf(importReport(await world.by('olga'), id));
    expect(
      text.startsWith('\uFEFFlast name,email,first name,app,subscription,app role,line,outcome,remark\r\n'),
    ).toBe(true);
    expect(read(text).map(({ line, email, outcome, remark }) => [line, email, outcome, remark])).toEqual([
      ['2', 'a@aster.example', 'Waiting for account', ''],
      ['3', 'b@aster.exam ple', 'Invalid', expect.stringContaining('b@aster.exam ple')],
      ['4', 'c@aster.example', 'Invalid', expect.stringContaining('The last name can have')],
      ['5', 'd@aster.example', 'Invalid', 'There is no subscription of Atlas “Opn”. Did you mean “Open”?'],
    ]);
    const corrected = text
      .replace('exam ple', 'example')
      .replace('"O\'Neill, ""Jr"""', "O'Neill")
      .replace('Opn', 'Open');
    const again = await world.bringIn(corrected);
    expect(again.notices).toEqual([]);
    expect(again.counts).toEqual({ 'already-invited': 1, 'waiting-for-account': 3 });
  });

  it('A41: has no cell that a spreadsheet takes for a formula', async () => {
    const formulas = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '=HYPERLINK("http://evil.example","x")',
      'x;=1+1;y',
    ];
    const rows = formulas.map((formula) => `"${formula.replaceAll('"', '""')}",x@aster.example`);
    const { id } = await world.read(`note,email\n${rows.join('\n')}\n=cmd|'/c calc'!A1,=x\n`);
    const text = await textOf(importReport(await world.by('olga'), id));
    const cells = (parse(text, { bom: true }) as string[][]).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=1+1");
    expect(text.split(';').filter((piece) => /^"*[=+\-@]/.test(piece))).toEqual([]);
    const [again] = await world.rows((await world.read(text)).id);
    expect(again?.cells.note).toBe('=1+1');
    expect(cells).toContain(`'=HYPERLINK("http://evil.example","x")`);
    expect(cells.filter((cell) => cell === "'=1")).toHaveLength(2);
  });

  it('comes in pieces, in the order of the lines, and with what was not done', async () => {
    const { id } = await world.read(manyPeople(1200, 'pieces'));
    await world.start(id);
    const pieces: string[] = [];
    for await (const piece of importReport(await world.by('olga'), id)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(2);
    const lines = read(pieces.join(''));
    expect(lines.map(({ line }) => Number(line))).toEqual(
      Array.from({ length: 1200 }, (_, index) => index + 2),
    );
    expect(new Set(lines.map(({ outcome }) => outcome))).toEqual(new Set(['Not done']));
  });

  it('is for those who may import, as long as its lines are there', async () => {
    const { id } = await world.read('email\nz@aster.example\n');
    expect(await outcomeOf(textOf(importReport(await world.by('stranger'), id)))).toBe('deny');
    await world.store.importRows.deleteMany({ importId: id });
    await expect(textOf(importReport(await world.by('adam'), id))).rejects.toThrow('kept for 30 days');
  });
});

describe('the list of people', () => {
  it('has a line for each access, which an import understands', async () => {
    const mia = await world.join('mia', 'member');
    const subscriptionId = (await world.store.subscriptions.findOne().lean())?._id ?? '';
    const terms = { subscriptionId, accessEndsOn: '2031-01-31' };
    const invitation = await world.direct('adam', { accountId: mia }, terms);
    await acceptOffer(await world.by('mia'), invitation);
    const text = await textOf(exportPeople(await world.by('adam'), world.organizationId));
    const people = read(text);
    expect(people.map(({ email, role }) => `${email} ${role}`)).toEqual([
      'olga@aster.example owner',
      'adam@aster.example admin',
      'anna@aster.example admin',
      'mia@aster.example member',
      'mia@aster.example ',
    ]);
    expect(people.at(-1)).toMatchObject({
      username: 'mia',
      'first name': 'Nova',
      app: 'Atlas',
      subscription: 'Open',
      'app role': 'Viewer',
      'access ends': '2031-01-31',
    });
    const { counts, notices } = await world.read(text);
    expect(notices).toEqual([]);
    expect(counts).toEqual({ 'has-access': 5 });
    const audit = await world.store.audit.find({ action: 'people.exported' }).lean();
    expect(audit).toMatchObject([{ organizationId: world.organizationId, actorName: 'Nova Newcomer' }]);
  });

  it('is for owners and admins', async () => {
    for (const name of ['mia', 'stranger']) {
      expect(await outcomeOf(textOf(exportPeople(await world.by(name), world.organizationId)))).toBe('deny');
    }
  });
});
