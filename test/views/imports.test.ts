import { describe, expect, it } from 'vitest';
import type { ImportSummary } from '../../src/domain/imports.ts';
import { importListBlocks } from '../../views/imports/import-list.ts';
import { importModal } from '../../views/imports/import-modal.ts';
import { importProgress } from '../../views/imports/import-progress.ts';
import { importMessage, importReportComment, importView } from '../../views/imports/import-state.ts';
import { visibleText } from '../support/slack-text.ts';
import { importOf } from './catalogue-imports.ts';
import { appAccess, at, ordinary } from './samples.ts';

const now = at('21T10:05');
/** Without what keeps Slack from taking a file's name for a web address. */
const readable = (text: string) => text.replaceAll('\u2060', '');
const shown = (more: Parameters<typeof importOf>[1]) =>
  readable(visibleText(importView(importOf(ordinary, more), { metadata: 'm', now }).blocks)).split('\n');
const buttons = (more: Parameters<typeof importOf>[1]) =>
  JSON.stringify(importMessage(importOf(ordinary, more), now).blocks).match(/import-(?:start|cancel)/g) ?? [];

describe('the form', () => {
  it('says what the file has to look like, and asks for the organization where there are several', () => {
    const organizations = [
      { id: 'o1', name: 'Aster Labs' },
      { id: 'o2', name: 'Birch' },
    ];
    const one = visibleText(
      importModal({ metadata: 'm', organizations: organizations.slice(0, 1), organizationId: 'o1' }),
    );
    expect(one).toContain('The people of the file are invited to Aster Labs.');
    expect(one).toContain('CSV, at most 10 MB. You see what will happen before anything is done.');
    expect(one).toContain('Only “email” is needed. Known as well are first name, last name, role, app,');
    expect(one).toContain('ada@aster.example,Ada,Bell,member,Atlas,Team,Viewer');
    const several = importModal({ metadata: 'm', organizations, organizationId: 'o2' });
    expect(JSON.stringify(several)).toContain('"initial_option":{"value":"o2"');
  });
});

describe('what was found', () => {
  it('is said by outcome, with seats, the first problems and their lines', () => {
    const text = shown({
      counts: { invited: 900, 'no-seat': 60, invalid: 40 },
      notices: [{ line: 1, text: 'The column “shoe size” is not read.' }],
      seats: [
        { access: appAccess(ordinary), needed: 1200, free: 10 },
        { access: appAccess(ordinary), needed: 3, free: null },
      ],
    });
    expect(text[0]).toBe(
      'The file people.csv for Aster is checked: 900 of 1,000 lines can be done. Nothing is done yet.',
    );
    for (const line of [
      'What will happen',
      'Invited: 900',
      'No free seat: 60',
      'Atlas (Team) of Aster: 1,200 needed, 10 free',
      'Atlas (Team) of Aster: 3 needed, no limit',
      'Line 1: The column “shoe size” is not read.',
      'Line 7: The address “ada@” is not one.',
      '99 more are not shown.',
    ]) {
      expect(text).toContain(line);
    }
    expect(buttons({})).toEqual(['import-start', 'import-cancel']);
  });

  it('cannot be started when nothing of it can be done, nor by somebody else', () => {
    const counts = { 'has-access': 600, 'already-invited': 350, invalid: 50 };
    expect(buttons({ counts })).toEqual(['import-cancel']);
    expect(shown({ counts })[0]).toBe(
      'The file people.csv for Aster is checked: none of its 1,000 lines can be done, so there is nothing to start.',
    );
    expect(buttons({ mayStart: false })).toEqual(['import-cancel']);
  });

  it('says that the same file ran before', () => {
    expect(shown({ ranBefore: at('20T08:00') }).join()).toMatch(
      /The same file was imported before, <!date.*2025-11-20 08:00 UTC>\. Nobody is invited twice\./,
    );
  });

  it('is a reason and nothing to press when the file could not be read', () => {
    const failed = {
      status: 'failed',
      counts: {},
      total: 0,
      problems: [{ line: 3, text: 'A cell never ends.' }],
    } as const;
    expect(shown({ ...failed, problems: [...failed.problems] }).slice(0, 3)).toEqual([
      'The file people.csv could not be read. Nothing is done.',
      'To look at',
      'Line 3: A cell never ends.',
    ]);
    expect(buttons({ status: 'failed' })).toEqual([]);
  });
});

describe('how far it is', () => {
  it.each<[done: number, total: number, seconds: number | null, text: string]>([
    [0, 1000, 0, '□□□□□□□□□□□□□□□□ 0 of 1,000'],
    [500, 1000, 2, '■■■■■■■■□□□□□□□□ 500 of 1,000'],
    [500, 1000, 20, '■■■■■■■■□□□□□□□□ 500 of 1,000, less than a minute left'],
    [100, 1000, 10, '■□□□□□□□□□□□□□□□ 100 of 1,000, about 2 minutes left'],
    [999, 1000, 60, '■■■■■■■■■■■■■■■□ 999 of 1,000, less than a minute left'],
    [1000, 1000, 60, '■■■■■■■■■■■■■■■■ 1,000 of 1,000'],
    [10, 1000, null, '□□□□□□□□□□□□□□□□ 10 of 1,000'],
  ])('%i of %i after %s seconds', (done, total, seconds, text) => {
    const startedAt = seconds === null ? null : new Date(now.getTime() - seconds * 1000);
    expect(importProgress({ done, total, startedAt }, now).text).toBe(text);
  });

  it('has a Cancel that asks, while it runs', () => {
    const message = importMessage(
      importOf(ordinary, { status: 'running', done: 600, startedAt: at('21T10:00') }),
      now,
    );
    expect(message.text).toContain('is being imported into Aster: 600 of 1,000 lines are done.');
    expect(JSON.stringify(message.blocks)).toContain('Lines that are done stay as they are');
    expect(buttons({ status: 'running' })).toEqual(['import-cancel']);
  });
});

describe('the list', () => {
  const row = (more: Partial<ImportSummary>): ImportSummary => {
    const { id, fileName, total } = importOf();
    return { id, fileName, status: 'done', total, done: total, by: 'Olga Owens', at: now, ...more };
  };
  const listed = (...rows: ImportSummary[]) =>
    readable(visibleText(importListBlocks(rows)))
      .replace(/<!date[^|]*\|([^>]*)>/g, '$1')
      .split('\n');

  it('says of each whose it is, from when, and where it stands', () => {
    expect(listed(row({}), row({ status: 'running', done: 7, by: null }), row({ status: 'failed' }))).toEqual(
      [
        'Imports',
        '*people.csv*',
        'Done: 1,000 lines. Started by Olga Owens, 2025-11-21 10:05 UTC.',
        'Open',
        '*people.csv*',
        'Running: 7 of 1,000 lines are done. Started 2025-11-21 10:05 UTC.',
        'Open',
        '*people.csv*',
        'Could not be read. Read by Olga Owens, 2025-11-21 10:05 UTC.',
        'Open',
        'They are kept for 30 days.',
      ],
    );
  });

  it('is none before the first, and ends where it is full', () => {
    expect(importListBlocks([])).toEqual([]);
    expect(listed(...Array.from({ length: 20 }, () => row({}))).at(-1)).toBe(
      'These are the newest 20 of the last 30 days.',
    );
  });
});

describe('the end', () => {
  it('is told with the counts', () => {
    const done = importOf(ordinary, { status: 'done', done: 1000, startedAt: at('21T10:00'), endedAt: now });
    expect(readable(importReportComment(done)).split('\n')).toEqual([
      'The file people.csv is imported into Aster: 950 of 1,000 lines worked.',
      'Invited: 900',
      'Access given: 50',
      'Invalid: 50',
      'The report has every line of the file with what became of it.',
    ]);
    expect(buttons({ status: 'done' })).toEqual([]);
  });

  it('says what was done before it was cancelled, and why', () => {
    const cancelled = { status: 'cancelled', done: 600, startedAt: at('21T10:00') } as const;
    expect(shown(cancelled)[0]).toBe(
      'The import of people.csv into Aster was cancelled after 600 of 1,000 lines. What was done stays.',
    );
    expect(shown({ ...cancelled, stoppedBecause: 'Ada may no longer import people.' })[0]).toContain(
      'What was done stays. Ada may no longer import people.',
    );
    expect(shown({ status: 'cancelled' })[0]).toContain('is cancelled. Nothing was done.');
  });
});
