import type { ModalView } from '@slack/types';
import { reminderWords } from '../../src/domain/reminder-words.ts';
import { acceptanceKinds, type OrganizationSettings } from '../../src/domain/settings.ts';
import { button, header, section } from '../common/blocks.ts';
import { plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { checkboxesInput, expiryInput, radioInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { channelTrouble } from './channel-messages.ts';

/** What an organization decides for itself. */
export function settingsModal(data: {
  metadata: string;
  organizationId: string;
  organizationName: string;
  settings: OrganizationSettings;
  /** Nothing can be posted in the approvals channel. */
  isChannelUnreachable?: boolean;
}): ModalView {
  const { metadata, organizationId, organizationName, settings, isChannelUnreachable = false } = data;
  return modal({
    callback: callbackIds.settings,
    title: 'Settings',
    submit: 'Save',
    metadata,
    blocks: [
      header(organizationName),
      ...(isChannelUnreachable ? [section(plain`${channelTrouble} Type /gatehouse organization.`)] : []),
      checkboxesInput({
        name: 'acceptance',
        label: 'The invitee has to accept',
        hint: 'Where this is not ticked, whoever has an account gets the access at once.',
        choices: [
          { value: 'organization', text: 'Access to the organization' },
          { value: 'app', text: 'Access to an app' },
          { value: 'workgroup', text: 'Access to a workgroup' },
        ],
        values: acceptanceKinds.filter((kind) => settings.acceptance[kind]),
        optional: true,
      }),
      textInput({
        name: 'allowedDomains',
        label: 'E-mail domains that people can be invited from',
        hint: 'One per line. Leave it empty for any domain. It also holds for people who enter a partner’s workgroup through you.',
        value: settings.allowedDomains.join('\n'),
        max: 2000,
        multiline: true,
        optional: true,
      }),
      expiryInput({
        name: 'expiryDays',
        label: 'Invitations are valid for',
        hint: 'Unless the sender chooses something else.',
        days: settings.expiryDays,
      }),
      radioInput({
        name: 'whoMayInvite',
        label: 'Who may invite',
        choices: [
          { value: 'owner', text: 'Owners' },
          { value: 'admin', text: 'Owners and admins' },
          { value: 'member', text: 'Everybody in the organization' },
        ],
        value: settings.whoMayInvite,
      }),
      section(plainLines(reminderWords(settings.reminders)), {
        id: 'reminders',
        button: button('Reminders', {
          action: actionIds.openReminders,
          value: organizationId,
          label: `Change the reminders of ${organizationName}`,
        }),
      }),
    ],
  });
}
