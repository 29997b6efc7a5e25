import type { InputBlock, ModalView } from '@slack/types';
import type { OrganizationInput } from '../../src/domain/organization.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { emailInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { channelTrouble } from './channel-messages.ts';

/** Creates an organization, or changes one. */
export function organizationModal(data: {
  metadata: string;
  mode: 'create' | 'edit';
  values: Partial<OrganizationInput>;
  /** Nothing can be posted in the approvals channel. */
  isChannelUnreachable?: boolean;
}): ModalView {
  const { metadata, mode, values, isChannelUnreachable = false } = data;
  return modal({
    callback: callbackIds.organization,
    title: mode === 'create' ? 'Set up organization' : 'Edit organization',
    submit: mode === 'create' ? 'Create' : 'Save',
    metadata,
    blocks: [
      ...(isChannelUnreachable ? [section(plain`${channelTrouble}`)] : []),
      textInput({ name: 'name', label: 'Name', value: values.name, max: 60 }),
      textInput({
        name: 'domain',
        label: 'Login domain',
        hint: 'A short, unique name, for example: aster. 2 to 31 letters (a–z), digits and single hyphens.',
        value: values.domain,
        max: 31,
      }),
      emailInput({
        name: 'notificationEmail',
        label: 'Notification e-mail address',
        hint: 'Gatehouse sends a mail to this address when somebody asks for access.',
        value: values.notificationEmail,
      }),
      channelInput(values.approvalsChannelId),
    ],
  });
}

function channelInput(channel: string | null | undefined): InputBlock {
  return {
    type: 'input',
    block_id: 'approvalsChannelId',
    label: plain`Approvals channel`,
    hint: plain`Access requests are posted here. Without a channel, each approver gets a direct message. In a private channel, invite Gatehouse first.`,
    optional: true,
    element: {
      type: 'conversations_select',
      action_id: 'approvalsChannelId',
      placeholder: plain`Choose a channel`,
      filter: { include: ['public', 'private'] },
      ...(channel ? { initial_conversation: channel } : {}),
    },
  };
}
