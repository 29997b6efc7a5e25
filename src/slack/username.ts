import type { ModalView } from '@slack/types';
import { usernameStatus } from '../../views/accounts/account-fields.ts';
import { blockIds } from '../../views/common/ids.ts';
import { checkUsername } from '../services/accounts.ts';
import type { ActionTurn } from './turn.ts';

/** Says below the username, while the form is open, whether it can be had. What was typed stays. */
export async function showUsernameState(turn: ActionTurn): Promise<void> {
  const { view: open } = turn;
  if (open?.view.type !== 'modal') return;
  const hint = await checkUsername(turn.context, turn.value);
  await turn.replace(withStatus(open.view, usernameStatus(hint)));
}

function withStatus(view: ModalView, status: ReturnType<typeof usernameStatus>): ModalView {
  const blocks = view.blocks.map((block) => (block.block_id === blockIds.usernameStatus ? status : block));
  return { ...view, blocks };
}
