import { healAll } from '../api.ts';
import { useSandbox } from '../sandbox-context.ts';

export function HealAll() {
  const { refresh, warn } = useSandbox();
  const heal = async () => {
    await healAll().catch((error: Error) => warn(error.message));
    await refresh();
  };
  return (
    <button type="button" class="button button-tiny" onClick={() => void heal()}>
      Heal all
    </button>
  );
}
