import { useState } from 'preact/hooks';
import type { ShownFault } from '../../backend.ts';
import { changeFault } from '../api.ts';
import { useSandbox } from '../sandbox-context.ts';
import { HealAll } from './heal-all.tsx';

/** What can go wrong around the app, each as a switch. */
export function Faults() {
  const { controls } = useSandbox();
  const { faults } = controls;
  if (faults.length === 0) return null;
  const on = faults.filter(({ isOn }) => isOn).length;

  return (
    <details class="faults">
      <summary>
        Faults
        {on > 0 && (
          <span class="count">
            {on}
            <span class="visually-hidden"> on</span>
          </span>
        )}
      </summary>
      <ul>
        {faults.map((fault) => (
          <li key={fault.id}>
            <Fault fault={fault} />
          </li>
        ))}
      </ul>
      {on > 0 && <HealAll />}
    </details>
  );
}

function Fault({ fault }: { fault: ShownFault }) {
  const { refresh, warn } = useSandbox();
  const [typed, setTyped] = useState(fault.value);
  const { id, name, hint, input, isOn } = fault;
  const hintId = `fault-${id}-hint`;

  const set = async (on: boolean, value: string) => {
    const result = await changeFault({ id, isOn: on, value }).catch((error: Error) => ({
      ok: false as const,
      error: error.message,
    }));
    if (!result.ok) warn(result.error);
    await refresh();
  };
  /** A fault that is on follows its input. */
  const choose = (value: string) => {
    setTyped(value);
    if (isOn) void set(true, value);
  };

  return (
    <>
      <label class="box">
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          aria-describedby={hintId}
          onChange={(event) => {
            // The switch shows what the sandbox says, also when it says no.
            const wanted = event.currentTarget.checked;
            event.currentTarget.checked = isOn;
            void set(wanted, typed);
          }}
        />
        <span>{name}</span>
      </label>
      <p class="fault-hint" id={hintId}>
        {hint}
      </p>
      {input === 'addresses' && (
        <input
          type="text"
          class="control control-small"
          aria-label={`${name}: which`}
          placeholder="iris@aster.example"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      {input === 'person' && <WhoSelect label={`${name}: who`} value={typed} choose={choose} />}
    </>
  );
}

function WhoSelect({ label, value, choose }: { label: string; value: string; choose(userId: string): void }) {
  const { screen } = useSandbox();
  return (
    <select
      class="control control-small"
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">Choose a person</option>
      {screen.people
        .filter(({ isHome }) => isHome)
        .map(({ id, realName }) => (
          <option key={id} value={id}>
            {realName}
          </option>
        ))}
    </select>
  );
}
