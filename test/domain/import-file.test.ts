import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, withoutMark } from '../../src/domain/csv.ts';
import { delimiterOf, readHeader } from '../../src/domain/import-file.ts';
import { type RowCells, readRow } from '../../src/domain/import-row.ts';
import { BrokenFile, textOf } from '../../src/domain/import-text.ts';
import { type FileProblem, importColumns } from '../../src/domain/imports.ts';

describe('the names of columns', () => {
  it.each([
    ['E-Mail', 'email'],
    [' e mail address ', 'email'],
    ['EMAIL_ADDRESS', 'email'],
    ['\uFEFFemail', 'email'],
    ['Given Name', 'first name'],
    ['forename', 'first name'],
    ['Surname', 'last name'],
    ['family-name', 'last name'],
    ['Organisation role', 'role'],
    ['Application', 'app'],
    ['Licence', 'subscription'],
    ['App-Role', 'app role'],
    ['Team', 'workgroup'],
    ['workgroupRole', 'workgroup role'],
    ['Valid until', 'access ends'],
    ['Comment', 'note'],
  ])('“%s” is %s', (name, column) => {
    const others = column === 'email' ? [] : ['email'];
    expect(readHeader([...others, name], 1)).toEqual({ columns: [...others, column], notices: [] });
  });

  it('are read in any order, and each by its own name', () => {
    const columns = [...importColumns].reverse();
    expect(readHeader(columns, 1)).toEqual({ columns, notices: [] });
  });

  it('that are not known are named, without what steers a terminal', () => {
    const { columns, notices } = readHeader(['email', 'Pho\u001b[31mne', 'nots', '', 'Outcome'], 3);
    expect(columns).toEqual(['email', null, null, null, null]);
    expect(notices).toEqual([
      {
        line: 3,
        text: `These columns are not known and were not read: “Pho[31mne”, “nots” (did you mean “note”?). Known are: ${importColumns.join(', ')}.`,
      },
    ]);
  });

  it('can be separated in three ways', () => {
    expect(delimiterOf('email,first name')).toBe(',');
    expect(delimiterOf('"E-Mail";"First, name"')).toBe(';');
    expect(delimiterOf('role\temail')).toBe('\t');
    expect(delimiterOf('email')).toBe(',');
    expect(delimiterOf('a;b;c,d')).toBe(';');
  });
});

describe('a line', () => {
  const email = 'ada@x.example';
  const problemOf = (cells: RowCells) => {
    const row = readRow(cells);
    return 'problem' in row ? row.problem : null;
  };

  it('asks for membership unless it asks for something else', () => {
    expect(readRow({ email })).toMatchObject({ role: 'member', app: null, workgroup: null, names: null });
    expect(readRow({ email, workgroup: 'Lab' })).toMatchObject({
      role: null,
      workgroup: { name: 'Lab', role: 'member' },
    });
    expect(
      readRow({ email, role: 'Admin', app: 'Atlas', subscription: 'Team', 'app role': 'Viewer' }),
    ).toMatchObject({ role: 'admin', app: { app: 'Atlas', subscription: 'Team', role: 'Viewer' } });
  });

  it('has names only as a whole, and the end of a day', () => {
    expect(readRow({ email, 'first name': 'Ada' })).toMatchObject({ names: null });
    const cells = { email, 'first name': 'Ada', 'last name': 'Bell', 'access ends': '2030-02-28' };
    expect(readRow(cells)).toMatchObject({
      names: { firstName: 'Ada', lastName: 'Bell' },
      accessEndsAt: new Date('2030-02-28T23:59:59.999Z'),
    });
  });

  it.each<[RowCells, RegExp]>([
    [{}, /^The e-mail address is missing\.$/],
    [{ email: '"a b"@x.example' }, /is not an e-mail address|character/],
    [{ email, role: 'boss' }, /^“boss” is not a role in an organization: Owner, Admin, Member\.$/],
    [
      { email, role: 'Viewer', app: 'Atlas', subscription: 'Team' },
      /^“Viewer” is not a role in an organization: Owner, Admin, Member\. For the role on an app, use the column “app role”\.$/,
    ],
    [{ email, app: 'Atlas' }, /^For an app, fill in “subscription” and “app role” too\.$/],
    [{ email, 'app role': 'Viewer' }, /^Fill in “app” too\.$/],
    [{ email, 'workgroup role': 'admin' }, /^Fill in “workgroup” too\.$/],
    [
      { email, workgroup: 'Lab', 'workgroup role': 'owner' },
      /^“owner” is not a role in a workgroup: member, admin\.$/,
    ],
    [{ email, 'access ends': '2030-02-31' }, /^“2030-02-31” is not a day\. Write it like 2027-01-31\.$/],
    [{ email, note: 'x'.repeat(501) }, /at most 500 characters/],
    [{ email, role: 'owner', 'access ends': '2030-01-31' }, /owner has no end/],
    [{ email, 'first name': 'http://evil.example', 'last name': 'X' }, /no web address/],
    [{ role: 'boss', 'access ends': 'soon' }, /missing.*“boss”.*“soon”/],
  ])('%j is wrong', (cells, problem) => {
    expect(problemOf(cells)).toMatch(problem);
  });
});

describe('the text of a file', () => {
  function read(bytes: Uint8Array): { text: string; notices: FileProblem[] } {
    const notices: FileProblem[] = [];
    return { text: [...textOf(bytes, (notice) => notices.push(notice))].join(''), notices };
  }

  it('is whole wherever a piece of it ends', () => {
    const letters = 'Zoë Müller, Łukasz, 山田, 👩‍🔬\r\n';
    const long = letters.repeat(6000);
    for (const shift of [0, 1, 2, 3]) {
      const text = 'x'.repeat(shift) + long;
      expect(read(Buffer.from(text)).text).toBe(text.replaceAll('\r\n', '\n'));
      expect(read(Buffer.from(`\uFEFF${text}`, 'utf16le')).text).toBe(text.replaceAll('\r\n', '\n'));
    }
  });

  it('is Windows-1252 when one byte far behind is no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('a\n'.repeat(100_000)), Buffer.from([0x80, 0xe9, 10])]);
    const { text, notices } = read(bytes);
    expect(text.endsWith('a\n€é\n')).toBe(true);
    expect(notices).toEqual([{ line: 100_001, text: expect.stringContaining('Latin-1') }]);
  });

  it('says once where line ends change, and not for those within a cell', () => {
    expect(read(Buffer.from('a\r\n"b\nc"\r\n')).notices).toEqual([]);
    expect(read(Buffer.from('a\nb\nc\r\nd\n')).notices).toMatchObject([{ line: 3 }]);
  });

  it('is refused with the line of what is no text', () => {
    const bytes = Buffer.from('a\r\nb\rc\nd\u0007');
    expect(() => read(bytes)).toThrow(BrokenFile);
    try {
      read(bytes);
    } catch (error) {
      expect(error).toMatchObject({ problem: { line: 4 } });
    }
  });
});

describe('what is written as CSV (A41)', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@A1', "'@A1"],
    ['\t1', '"\'\t1"'],
    ['\t=1', '"\'\t\'=1"'],
    ['\r=1', '"\'\r\'=1"'],
    ['x;=1+1;y', '"x;\'=1+1;y"'],
    ['x;"=1+1', '"x;""\'=1+1"'],
    ['x\n@A1', '"x\n\'@A1"'],
    ['a; = b', '"a; = b"'],
    ['a=1', 'a=1'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
  ])('%j is %j', (cell, written) => {
    expect(csvLine([cell, 'x'])).toBe(`${written},x\r\n`);
  });

  it('never begins a cell as a formula does, and can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const line = csvLine([text]);
        const inner = line.startsWith('"') ? line.slice(1, -3).replaceAll('""', '"') : line.slice(0, -2);
        expect(inner).not.toMatch(/^[=+\-@\t\r]/);
        if (!/^'[=+\-@\t\r]|[;\t\r\n]"*'[=+\-@]/.test(text)) expect(withoutMark(inner)).toBe(text);
      }),
    );
  });

  it('has no formula where a spreadsheet splits at semicolons or tabs instead', () => {
    const telling = fc.string({ unit: fc.constantFrom('=', '+', '@', ';', '\t', '\n', '"', ',', "'", 'x') });
    fc.assert(
      fc.property(fc.array(telling, { minLength: 1, maxLength: 3 }), (cells) => {
        const line = csvLine(['a@x.example', ...cells]);
        for (const delimiter of [';', '\t']) {
          // Whatever it makes of the quotation marks, a cell begins there at most.
          const pieces = line.split(delimiter).flatMap((piece) => piece.split(/[\r\n]+/));
          expect(pieces.filter((piece) => /^"*[=+\-@]/.test(piece))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
