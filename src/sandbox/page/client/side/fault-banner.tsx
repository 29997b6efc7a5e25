import { useSandbox } from '../sandbox-context.ts';
import { HealAll } from './heal-all.tsx';

/** Says above everything else which faults are on, so that nobody takes them for the app's own. */
export function FaultBanner() {
  const { controls, screen } = useSandbox();
  const on = controls.faults.filter(({ isOn }) => isOn);
  const nameOf = (userId: string) => screen.people.find(({ id }) => id === userId)?.realName ?? userId;
  const words = on.map(({ name, input, value }) =>
    input === null ? name : `${name}: ${input === 'person' ? nameOf(value) : value}`,
  );

  // The box stays, so that a screen reader hears what comes into it.
  return (
    <div class="fault-banner" role="status">
      {on.length > 0 && (
        <>
          <p>
            <strong>{on.length === 1 ? 'A fault is on' : `${on.length} faults are on`}</strong>{' '}
            {words.join(' · ')}
          </p>
          <HealAll />
        </>
      )}
    </div>
  );
}
