import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Example {
  file: string;
  refused: string[];
  allowed: string[];
}

/** Lines of code, by the file they stand in. Names in quotes alone are imported. */
const examples: Example[] = [
  {
    file: 'src/domain/a.ts',
    refused: ['../store/b.ts', '../services/b.ts', '../config.ts', 'mongoose', '@slack/types', 'node:fs'],
    allowed: ['./states.ts', 'zod', 'node:crypto'],
  },
  {
    file: 'src/domain/clock.ts',
    refused: ['export const a = Date.now();', 'export const b = new Date();', 'export const f = fetch;'],
    allowed: ['export const c = (at: Date) => new Date(at.getTime() + 5);'],
  },
  {
    file: 'views/home/a.ts',
    refused: [
      '../../src/store/b.ts',
      '../../src/services/b.ts',
      '@slack/bolt',
      'node:fs',
      'export const a = new Date();',
    ],
    allowed: [
      './b.ts',
      '../parts.ts',
      '../../src/domain/states.ts',
      "export type { HomeView } from '@slack/types';",
    ],
  },
  { file: 'views/a.ts', refused: ['../src/slack/b.ts', 'mongoose'], allowed: ['../src/domain/states.ts'] },
  {
    file: 'src/store/models/a.ts',
    refused: ['../../services/b.ts', '../../slack/b.ts', '../../gatehouse.ts', '@slack/bolt'],
    allowed: [
      '../../domain/states.ts',
      '../connection.ts',
      'mongoose',
      'mongodb',
      'export const a = Date.now();',
    ],
  },
  {
    file: 'src/services/a.ts',
    refused: [
      '../slack/b.ts',
      '../schedule/b.ts',
      '../delivery/b.ts',
      '../../views/home.ts',
      '../gatehouse.ts',
      '@slack/bolt',
    ],
    allowed: ['../domain/states.ts', '../store/b.ts', './invitations/create.ts', 'mongoose'],
  },
  {
    file: 'src/services/clock.ts',
    refused: [
      'export const a = new Date;',
      'export const b = { now: Date.now };',
      'export const c = Math.random();',
    ],
    allowed: ['export const d = Math.floor(2.5) + Date.UTC(2026, 1);'],
  },
  {
    file: 'src/verify/a.ts',
    refused: [
      '../services/b.ts',
      '../delivery/b.ts',
      '../gatehouse.ts',
      '../../views/home.ts',
      '@slack/bolt',
    ],
    allowed: ['../domain/states.ts', '../store/index.ts', './view.ts', 'mongoose'],
  },
  {
    file: 'src/slack/home/a.ts',
    refused: ['../../delivery/b.ts', '../../sandbox/b.ts', '../../gatehouse.ts', 'mongoose', 'mongodb'],
    allowed: ['../../services/b.ts', '../../../views/home.ts', '../actor.ts', '@slack/bolt'],
  },
  {
    file: 'src/schedule/a.ts',
    refused: ['../slack/b.ts', '../delivery/b.ts', 'mongodb'],
    allowed: ['../services/b.ts', 'agenda'],
  },
  {
    file: 'src/delivery/a.ts',
    refused: ['../slack/b.ts', '../schedule/b.ts', '@slack/bolt'],
    allowed: ['./slack/b.ts', '@slack/web-api'],
  },
  {
    file: 'src/gatehouse.ts',
    refused: ['./sandbox/b.ts', './main.ts'],
    allowed: ['./slack/b.ts', '@slack/bolt', 'mongoose'],
  },
  { file: 'src/config.ts', refused: ['./gatehouse.ts', 'mongoose'], allowed: ['zod'] },
  {
    file: 'src/main.ts',
    refused: ['@slack/bolt', 'mongoose'],
    allowed: ['./sandbox/b.ts', 'console.log(process.env.HOME);'],
  },
  {
    file: 'src/sandbox/a.ts',
    refused: ['../main.ts', 'mongoose', '@slack/bolt'],
    allowed: ['../gatehouse.ts'],
  },
  { file: 'src/sandbox/rules/a.ts', refused: ['../../domain/states.ts'], allowed: ['./limits.ts', 'zod'] },
  { file: 'src/sandbox/slack/a.ts', refused: ['../../slack/b.ts'], allowed: ['../rules/index.ts'] },
  {
    file: 'scripts/a.ts',
    refused: ['export const a: any = 1;'],
    allowed: ['console.log(process.env.HOME);'],
  },
  {
    file: 'src/slack/settings.ts',
    refused: [
      'export const a = process.env.HOME;',
      "console.log('Hello');",
      'export const b = (list: string[]) => list[0]!;',
      'export const c = (save: () => Promise<void>) => { save(); };',
    ],
    allowed: ['export const d = (save: () => Promise<void>) => save().catch(String);'],
  },
  { file: 'src/store/cycle-a.ts', refused: ['./cycle-b.ts'], allowed: [] },
  { file: 'src/store/cycle-b.ts', refused: ['./cycle-a.ts'], allowed: [] },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const toCode = (line: string, i: number) =>
  line.includes(' ') ? line : `export { x as x${i} } from '${line}';`;

/** Lints all examples in one go, under the project's own configuration. Returns `file:line` of what is refused. */
function lint(): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-lint-'));
  try {
    for (const name of ['biome.json', 'lint', '.gitignore', 'package.json']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    for (const { file, refused, allowed } of examples) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${[...refused, ...allowed].map(toCode).join('\n')}\n`);
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const report: { diagnostics: { location: { path: string; start: { line: number } } }[] } =
      JSON.parse(stdout);
    return new Set(report.diagnostics.map(({ location }) => `${location.path}:${location.start.line}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the linter', () => {
  const found = lint();

  it.each(examples)('guards $file', ({ file, refused, allowed }) => {
    const lines = [...refused, ...allowed];
    expect(lines.filter((_, i) => found.has(`${file}:${i + 1}`))).toEqual(refused);
  });
});
