import type { ModalView } from '@slack/types';
import { actions, context, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { option } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

/** What a menu of Slack holds. */
const most = 100;

/** Asks which organization a command is about. */
export function organizationsModal(data: {
  organizations: { id: string; name: string; domain: string }[];
  /** Hears which one was chosen. */
  action: string;
  /** What was typed, such as `/gatehouse settings`. */
  command: string;
}): ModalView {
  const { organizations, action, command } = data;
  const options = organizations
    .slice(0, most)
    .map(({ id, name, domain }) => option({ value: id, text: name, description: domain }));
  const hidden = organizations.length - options.length;
  return modal({
    callback: callbackIds.organizations,
    title: 'Which organization?',
    blocks: [
      section(plain`Choose one of your organizations:`),
      actions('organization', [
        { type: 'static_select', action_id: action, placeholder: plain`Organization`, options },
      ]),
      context(
        hidden > 0
          ? plain`The first ${most} of ${organizations.length} are shown. To go to another one, type its login domain: ${command} DOMAIN.`
          : plain`To go to one at once, type its login domain: ${command} DOMAIN.`,
      ),
    ],
  });
}
