import type { Confirm } from '@slack/types';
import type { ElementState } from '../../../slack/screen.ts';
import { useSurface } from '../blocks/surface-context.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { Field } from './field.ts';

/** Presses a button, after asking when the app wants that, with everything typed beside it sent first. */
export function usePress({ blockId, actionId }: Field, confirm: Confirm | undefined) {
  const { on } = useSurface();
  const sandbox = useSandbox();

  return async (value?: ElementState): Promise<void> => {
    if (confirm && !(await sandbox.confirm(confirm))) return;
    await sandbox.pending.flush(on);
    await sandbox.perform({ kind: 'press', on, blockId, actionId, ...(value && { value }) });
  };
}
