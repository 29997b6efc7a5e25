import type { ConfirmationDialog } from '@slack/types';
import type { ElementState } from '../../../slack/screen.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { Field } from './field.ts';
import { useValue } from './use-value.ts';

/** The value of a menu or a set of boxes: sent at once, after asking when the app wants that. */
export function useChoice(field: Field, initial: ElementState, confirm: ConfirmationDialog | undefined) {
  const sandbox = useSandbox();
  const { current, change } = useValue(field, initial);

  /** False when the person thought better of it. */
  const choose = async (value: ElementState): Promise<boolean> => {
    if (confirm && !(await sandbox.confirm(confirm))) return false;
    change(value);
    return true;
  };
  return { current, choose };
}
