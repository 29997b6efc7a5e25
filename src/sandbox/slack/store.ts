import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MessageRecord, State } from './types.ts';

/** Reads the state of the last run; none when the file is not there yet. */
export function loadState(file: string | undefined): State | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The sandbox cannot read its Slack state in ${file}. Delete the file to start anew.`, {
      cause: error,
    });
  }
}

/** Writes the state so that a crash at any moment leaves either the old file or the new one, whole. */
export function saveState(file: string, state: State): void {
  const lasting = { ...state, messages: withoutEphemeral(state.messages) };
  const temporary = `${file}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, JSON.stringify(lasting));
  renameSync(temporary, file);
}

/** Ephemeral messages do not outlive the session, as in Slack. */
function withoutEphemeral(messages: State['messages']): State['messages'] {
  const lasting: Record<string, MessageRecord[]> = {};
  for (const [conversation, list] of Object.entries(messages)) {
    lasting[conversation] = list.filter((message) => message.onlyFor === undefined);
  }
  return lasting;
}
