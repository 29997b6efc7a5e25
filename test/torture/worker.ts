/** A process of its own that sweeps and delivers in the towns of a house, until it is killed. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import type { Runtime } from '../../src/services/context.ts';
import { createUlids } from '../../src/services/ids.ts';
import { connect } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/index.ts';
import { sweepOnce } from './sweeps.ts';

/** Where the house is, and later what time it is in which town. */
export interface Address {
  uri: string;
  smtpUrl: string;
  slackApiUrl: string;
  slackToken: string;
  codeKey: string;
}
export interface Moment {
  tenantId: string;
  at: number;
}

const restMs = 100;
const ulids = new Map<string, (time: number) => string>();
const log = { info() {}, warn() {}, error() {} };
let moment: Moment | null = null;

process.once('message', (address: Address) => {
  process.on('message', (news: Moment) => {
    moment = news;
  });
  // Whoever has started it is gone.
  process.once('disconnect', () => process.exit());
  void work(address);
});

function ulidsOf(tenantId: string): (time: number) => string {
  const known = ulids.get(tenantId);
  if (known) return known;
  const fresh = createUlids(randomBytes);
  ulids.clear();
  ulids.set(tenantId, fresh);
  return fresh;
}

async function work({ uri, smtpUrl, slackApiUrl, slackToken, codeKey }: Address): Promise<void> {
  const connection = await connect(uri);
  const runtime: Runtime = {
    store: openStore(connection),
    now: () => new Date(moment?.at ?? 0),
    randomBytes,
    // The next town begins earlier than this one ends; its ids, too, sort after those that it has.
    ulid: (time) => ulidsOf(moment?.tenantId ?? '')(time),
    codeKey: Buffer.from(codeKey, 'hex'),
    mailDomain: () => Promise.resolve('ok'),
    wakeDelivery: () => dispatcher.wake(),
  };
  const tokenOf = () => Promise.resolve(slackToken);
  const mailFrom = 'Gatehouse <gatehouse@aster.example>';
  const { senders } = createSenders({ runtime, smtpUrl, mailFrom, slackApiUrl, tokenOf, log });
  const tenantIds = () => Promise.resolve(moment ? [moment.tenantId] : []);
  const dispatcher = createDispatcher({ runtime, senders, tenantIds, log, pollMs: restMs });
  dispatcher.start();
  for (;;) {
    // What fails here, such as without a primary, is tried again, like every sweep.
    if (moment) await sweepOnce({ tenantId: moment.tenantId, runtime }).catch(() => {});
    await sleep(restMs);
  }
}
