import type { Command } from './commands.ts';

export const commandOptionId = (i: number) => `command-${i}`;

interface Props {
  completions: Command[];
  active: number;
  choose(command: string): void;
}

/** The commands that fit. The composer keeps the focus and handles the keys. */
export function CommandList({ completions, active, choose }: Props) {
  return (
    <div
      class="commands"
      id="commands"
      role="listbox"
      aria-label="Commands"
      hidden={completions.length === 0}
    >
      {completions.map(({ command, usageHint, description }, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the composer.
        <div
          key={command}
          id={commandOptionId(i)}
          class="command"
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(command)}
        >
          <span class="command-name">
            <strong>{command}</strong> {usageHint}
          </span>
          <span class="command-description">{description}</span>
        </div>
      ))}
    </div>
  );
}
