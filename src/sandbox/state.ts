import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z.object({
  /** The key of the codes, so that a code still works after a restart. Base64. */
  key: z.string(),
  /** How far the sandbox's clock was moved forward, in milliseconds. */
  clockOffsetMs: z.number(),
  /** Who is deactivated in the pretend Slack. */
  deactivated: z.string().nullable().default(null),
});

export type SandboxState = z.infer<typeof stateSchema>;

/** What the sandbox keeps of itself between two starts, besides its database, its Slack and its mails. */
export function loadState(folder: string): SandboxState {
  const file = join(folder, 'sandbox.json');
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const state = { key: randomBytes(32).toString('base64'), clockOffsetMs: 0, deactivated: null };
  saveState(folder, state);
  return state;
}

/** Written whole or not at all. */
export function saveState(folder: string, state: SandboxState): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'sandbox.json');
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
