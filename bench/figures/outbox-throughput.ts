import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import type { OutboxQuestion, PostOffice } from '../support/outbox-data.ts';
import { startPair } from '../support/pair.ts';

export const outboxThroughput: Figure = {
  name: 'outbox-throughput',
  what: 'mails and cards delivered from the outbox, beside a loop that only sends to the same mail server and Slack',
  unit: 'a second',
  goal: 0.7,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const peer = startChild('bench/apps/post-office.js');
    const { ours, base, close } = await startPair(bench, 'outbox');
    const office = await peer.ask<PostOffice>({ kind: 'address' });
    const send = { kind: 'send', mails: bench.quick ? 200 : 400, office } satisfies OutboxQuestion;
    return {
      ours: () => ours.ask<number>(send),
      base: () => base.ask<number>(send),
      close: async () => {
        await close();
        await peer.stop();
      },
    };
  },
};
