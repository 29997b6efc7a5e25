/** Messages leave a town, by the real dispatcher to the real servers, which misbehave as they are told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import type { Sender, Senders } from '../../src/delivery/outcome.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import type { MailFaults } from '../../src/sandbox/mailbox.ts';
import type { Fault } from '../../src/sandbox/slack/types.ts';
import { patiently } from './patience.ts';
import type { Town } from './town.ts';

interface Weather {
  mail?: Partial<MailFaults>;
  slack?: Fault;
  /** The process dies after so many messages were sent, before it could note it. */
  diesAfter?: number;
}

/** What can happen to messages, by its name. */
export const weathers = {
  fair: {},
  'greylisted (450)': { mail: { rcpt: { code: 450 } } },
  'shutting down (421)': { mail: { rcpt: { code: 421 } } },
  'no such mailbox (550)': { mail: { rcpt: { code: 550, text: '5.1.1 No such user' } } },
  'connections refused': { mail: { refuse: true } },
  'dropped after the final dot': { mail: { dropAfterDot: true } },
  '429, in a second': { slack: { kind: 'ratelimited', retryAfter: '1' } },
  '429, no time given': { slack: { kind: 'ratelimited', retryAfter: null } },
  '503 from Slack': { slack: { kind: 'http', status: 503 } },
  'fatal_error from Slack': { slack: { kind: 'error', error: 'fatal_error' } },
  'Slack breaks off after doing it': { slack: { kind: 'apply-then-reset' } },
  'death after the first message': { diesAfter: 0 },
  'death after the third message': { diesAfter: 2 },
} as const satisfies Record<string, Weather>;

type WeatherName = keyof typeof weathers;
export const weatherNames = Object.keys(weathers) as WeatherName[];

/** Each dispatcher begins with fresh turns in every channel; what is over them takes the next one, instead of seconds. */
const patienceMs = 250;
const log = { info() {}, warn() {}, error() {} };

/** One dispatcher's life: it sends what is due, until nothing more is, or it is time to stop. */
export async function deliver(town: Town, name: WeatherName): Promise<void> {
  const { mailbox, slack, isShared } = town.house;
  // What bounces while others deliver too, nobody can tell from what had bounced before.
  const weather: Weather = isShared && name === 'no such mailbox (550)' ? weathers.fair : weathers[name];
  Object.assign(mailbox.faults, weather.mail);
  if (weather.slack)
    for (const method of ['chat.postMessage', 'chat.update']) slack.faults.always(method, weather.slack);
  try {
    await patiently(() => dispatchOnce(town, weather.diesAfter));
  } finally {
    Object.assign(mailbox.faults, { rcpt: null, refuse: false, dropAfterDot: false });
    slack.faults.clear();
  }
}

async function dispatchOnce(town: Town, diesAfter: number | undefined): Promise<void> {
  const { runtime, house, tenantId } = town;
  const { slack, mailbox } = house;
  const { senders, close } = createSenders({
    runtime,
    smtpUrl: mailbox.url,
    mailFrom: 'Gatehouse <gatehouse@aster.example>',
    slackApiUrl: slack.url,
    tokenOf: () => Promise.resolve(slack.botToken),
    log,
  });
  const death = diesAfter === undefined ? null : mortal(senders, diesAfter);
  const tenantIds = () => Promise.resolve([tenantId]);
  const dispatcher = createDispatcher({ runtime, senders: death?.senders ?? senders, tenantIds, log });
  await Promise.race([dispatcher.drain(), sleep(patienceMs), ...(death ? [death.happens] : [])]);
  if (death) town.deaths += 1;
  await dispatcher.stop(death ? 0 : 30_000);
  close();
}

/** Senders of a process that sends, and dies before it hears of it: no outcome of theirs is ever stored. */
function mortal(senders: Senders, after: number): { senders: Senders; happens: Promise<void> } {
  let sent = 0;
  let die = () => {};
  const happens = new Promise<void>((resolve) => {
    die = resolve;
  });
  const until =
    (send: Sender): Sender =>
    async (row) => {
      const outcome = await send(row);
      sent += 1;
      if (sent <= after) return outcome;
      die();
      return new Promise(() => {});
    };
  return {
    senders: { mail: until(senders.mail), slack: until(senders.slack), refresh: until(senders.refresh) },
    happens,
  };
}
