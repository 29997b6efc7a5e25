import type { Mailbox } from './mailbox.ts';
import type { FaultChange, FaultChangeResult, ShownFault } from './page/backend.ts';
import { approvalsChannel, channels, people } from './people.ts';
import type { FakeSlack } from './slack/index.ts';

export interface FaultMenuOptions {
  mailbox: Pick<Mailbox, 'faults'>;
  slack: Pick<FakeSlack, 'faults' | 'tellOfPerson'>;
  /** What outlives a restart: the app remembers whom Slack has deactivated. */
  state: { deactivated: string | null };
  onChange(): void;
}

export interface FaultMenu {
  /** Every fault, in the order of the menu, and whether it is on. */
  list(): ShownFault[];
  change(change: FaultChange): Promise<FaultChangeResult>;
  healAll(): Promise<void>;
}

interface Fault extends Omit<ShownFault, 'isOn' | 'value'> {
  /** Turns it on for a value that has no problem, or off. */
  set(value: string | null): void | Promise<void>;
  /** Why it cannot be on for this value, for the visitor. */
  problem?(value: string): string | null;
  /** What it is on for; null while it is off. A fault without an input answers an empty text. */
  value(): string | null;
}

const addresses = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
const onOff = (isOn: boolean) => (isOn ? '' : null);
const channelName = channels.find(({ id }) => id === approvalsChannel)?.name ?? '';

/** What can go wrong around Gatehouse, each as a switch of the page. */
export function createFaultMenu({ mailbox, slack, state, onChange }: FaultMenuOptions): FaultMenu {
  const faults = [...mailFaults(mailbox), ...slackFaults(slack), deactivation(slack, state)];
  return {
    list: () =>
      faults.map(({ id, name, hint, input, value: read }) => {
        const value = read();
        return { id, name, hint, input, isOn: value !== null, value: value ?? '' };
      }),
    async change({ id, isOn, value = '' }) {
      const fault = faults.find((one) => one.id === id);
      if (!fault) return { ok: false, error: 'The sandbox has no such fault.' };
      const problem = isOn ? fault.problem?.(value) : null;
      if (problem) return { ok: false, error: problem };
      await fault.set(isOn ? value : null);
      onChange();
      return { ok: true };
    },
    async healAll() {
      for (const fault of faults) if (fault.value() !== null) await fault.set(null);
      onChange();
    },
  };
}

function mailFaults({ faults }: Pick<Mailbox, 'faults'>): Fault[] {
  return [
    {
      id: 'mail-down',
      name: 'Mail server down',
      hint: 'It takes no connection. Mails wait, and go out after it is back.',
      input: null,
      set: (value) => {
        faults.refuse = value !== null;
      },
      value: () => onOff(faults.refuse),
    },
    {
      id: 'mail-hangs',
      name: 'Mail server hangs',
      hint: 'It takes connections and never says a word.',
      input: null,
      set: (value) => {
        faults.hang = value === null ? null : 'greeting';
      },
      value: () => onOff(faults.hang !== null),
    },
    {
      id: 'mail-refuses',
      name: 'Addresses refused',
      hint: 'The mail server answers 550 for them: their invitations become undeliverable.',
      input: 'addresses',
      problem: (value) => (addresses(value).length === 0 ? 'Type an address that is to be refused.' : null),
      set: (value) => {
        faults.rcpt =
          value === null ? null : { code: 550, text: '5.1.1 No such mailbox here', to: addresses(value) };
      },
      value: () => (faults.rcpt ? [faults.rcpt.to ?? []].flat().join(' ') : null),
    },
  ];
}

function slackFaults({ faults }: Pick<FakeSlack, 'faults'>): Fault[] {
  let isLimited = false;
  let isDown = false;
  return [
    {
      id: 'slack-limits',
      name: 'Slack limits messages',
      hint: 'Each new message is answered with 429 and “again after 30 seconds”.',
      input: null,
      set: (value) => {
        isLimited = value !== null;
        if (isLimited) faults.always('chat.postMessage', { kind: 'ratelimited', retryAfter: '30' });
        else faults.heal('chat.postMessage');
      },
      value: () => onOff(isLimited),
    },
    {
      id: 'slack-down',
      name: 'Slack unavailable',
      hint: 'Everything that Gatehouse asks of Slack is answered with 503.',
      input: null,
      set: (value) => {
        isDown = value !== null;
        if (isDown) faults.always('*', { kind: 'http', status: 503 });
        else faults.heal('*');
      },
      value: () => onOff(isDown),
    },
    {
      id: 'channel-archived',
      name: `#${channelName} archived`,
      hint: 'The approvals channel takes no messages any more.',
      input: null,
      set: (value) => faults.archive(approvalsChannel, value !== null),
      value: () => onOff(faults.isArchived(approvalsChannel)),
    },
  ];
}

/** One person at a time: whoever was deactivated before comes back. */
function deactivation(slack: FaultMenuOptions['slack'], state: FaultMenuOptions['state']): Fault {
  const isKnown = (userId: string | null) => people.some(({ id, isHome }) => id === userId && isHome);
  const deactivate = async (userId: string, isDeactivated: boolean) => {
    slack.faults.deactivate(userId, isDeactivated);
    await slack.tellOfPerson(userId);
  };
  if (state.deactivated !== null && isKnown(state.deactivated)) slack.faults.deactivate(state.deactivated);
  return {
    id: 'person-deactivated',
    name: 'Somebody deactivated',
    hint: 'An admin of the workspace has deactivated their Slack account.',
    input: 'person',
    problem: (value) => (isKnown(value) ? null : 'Choose who it is.'),
    async set(value) {
      const before = state.deactivated;
      state.deactivated = value;
      if (before !== null && before !== value && isKnown(before)) await deactivate(before, false);
      if (value !== null && value !== before) await deactivate(value, true);
    },
    value: () => state.deactivated,
  };
}
