import fc from 'fast-check';
import { deliver, weatherNames } from '../delivery.ts';
import type { Aim } from '../step.ts';

/** Messages leave, in some weather. What no mailbox took is heard of afterwards. */
export const deliverMessages: fc.Arbitrary<Aim> = fc.constantFrom(...weatherNames).map((weather) => () => ({
  label: `messages leave: ${weather}`,
  predict: () => 'delivered',
  async act({ town }) {
    await deliver(town, weather);
    return 'delivered';
  },
}));
