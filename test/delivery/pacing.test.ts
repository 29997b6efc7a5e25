/** How long Slack is left alone after it has asked for a pause (A51). */
import { expect, it } from 'vitest';
import { createPacer } from '../../src/delivery/pacing.ts';
import { second, TENANT } from './world.ts';

const to = (channel: string) => ({ via: 'slack', channel }) as const;

it('is the longest that Slack has asked for', () => {
  const pacer = createPacer(() => 0);
  pacer.pause(TENANT, to('C0A'), new Date(30 * second));
  pacer.pause(TENANT, to('C0A'), new Date(second));
  expect(pacer.exceptions(TENANT, new Date(29 * second)).paused).toEqual({ channels: ['C0A'], vias: [] });
  expect(pacer.exceptions(TENANT, new Date(30 * second)).paused).toEqual({ channels: [], vias: [] });
});

it.each([
  ['at once', 0, ['slack']],
  ['one after the other', 10 * second, []],
])('is for the whole workspace when several channels were asked for %s', (_, apart, vias) => {
  let time = 0;
  const pacer = createPacer(() => time);
  for (const channel of ['C0A', 'C0B', 'C0C']) {
    pacer.pause(TENANT, to(channel), new Date(60 * second));
    time += apart;
  }
  expect(pacer.exceptions(TENANT, new Date(0)).paused).toEqual({ channels: ['C0A', 'C0B', 'C0C'], vias });
});
