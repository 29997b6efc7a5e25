import type { KnownBlock } from '@slack/types';
import { actions } from '../common/blocks.ts';
import { actionIds } from '../common/ids.ts';
import { option } from '../common/inputs.ts';

const join = option({ value: 'join', text: 'Ask them to create an account' });
const direct = option({ value: 'direct', text: 'Give access to an app' });

/** The two ways to invite. Choosing the other one shows its form in place of this one. */
export function inviteWayBlock(current: 'join' | 'direct'): KnownBlock {
  return actions('invite-way', [
    {
      type: 'radio_buttons',
      action_id: actionIds.inviteWay,
      options: [join, direct],
      initial_option: current === 'join' ? join : direct,
    },
  ]);
}
