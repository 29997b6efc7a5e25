/** Which slash commands fit what is typed so far. */
import type { Screen } from '../../../slack/screen.ts';

export type Command = Screen['app']['commands'][number];

/** While the name of a command is being typed: those that begin like it. */
export function completionsOf(text: string, commands: Command[]): Command[] {
  if (!/^\/\S*$/.test(text)) return [];
  return commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

/** After the name: the command whose arguments are being typed. */
export function commandOf(text: string, commands: Command[]): Command | null {
  const name = /^(\/\S+)\s/.exec(text)?.[1]?.toLowerCase();
  return commands.find(({ command }) => command === name) ?? null;
}
