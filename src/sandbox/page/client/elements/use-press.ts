import type { ConfirmationDialog } from '@slack/types';
import { useState } from 'preact/hooks';
import type { ElementState } from '../../../slack/screen.ts';
import { useSurface } from '../blocks/surface-context.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { Field } from './field.ts';

/** Presses a button, after asking when the app wants that, with everything typed beside it sent first. */
export function usePress({ blockId, actionId }: Field, confirm: ConfirmationDialog | undefined) {
  const { on } = useSurface();
  const sandbox = useSandbox();

  const [isBusy, setBusy] = useState(false);

  const press = async (value?: ElementState): Promise<void> => {
    if (isBusy) return;
    if (confirm && !(await sandbox.confirm(confirm))) return;
    setBusy(true);
    await sandbox.pending.flush(on);
    await sandbox.perform({ kind: 'press', on, blockId, actionId, ...(value && { value }) });
    setBusy(false);
  };
  return { press, isBusy };
}
