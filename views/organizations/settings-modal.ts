import type { ModalView } from '@slack/types';
import { acceptanceKinds, type OrganizationSettings } from '../../src/domain/settings.ts';
import { header } from '../common/blocks.ts';
import { callbackIds } from '../common/ids.ts';
import { checkboxesInput, expiryInput, radioInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

/** What an organization decides for itself. */
export function settingsModal(data: {
  metadata: string;
  organizationName: string;
  settings: OrganizationSettings;
}): ModalView {
  const { metadata, organizationName, settings } = data;
  return modal({
    callback: callbackIds.settings,
    title: 'Settings',
    submit: 'Save',
    metadata,
    blocks: [
      header(organizationName),
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
    ],
  });
}
