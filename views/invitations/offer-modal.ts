import type { KnownBlock, ModalView } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import { addressNote, requestFacts } from '../access-requests/request-card.ts';
import { header, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { emailInput, radioInput, selectInput, textInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { roleDescriptions, roleNames } from '../common/words.ts';

interface Offer {
  metadata: string;
  organizations: { id: string; name: string }[];
  /** The request that is being approved; without one, the account is named by hand. */
  request: RequestFacts | null;
  roles: OrganizationRole[];
  values: { email?: string; username?: string; organizationId?: string };
}

const title = 'Invite to organization';

/** Step 2: invites an account to an organization, with a role. Approving a request is the same step with its facts given. */
export function offerModal({ metadata, organizations, request, roles, values }: Offer): ModalView {
  if (roles.length === 0 || (request === null && organizations.length === 0))
    return infoModal(
      title,
      [section(plain`There is no organization that you can invite accounts to.`)],
      metadata,
    );
  const only = request?.organizationName ?? (organizations.length === 1 ? organizations[0]?.name : undefined);
  return modal({
    callback: callbackIds.offer,
    title,
    submit: 'Invite',
    metadata,
    blocks: [
      header(`Invite to ${only ?? 'an organization'}`),
      ...(request ? requester(request) : accountInputs(values)),
      ...(only === undefined ? [organizationInput(organizations, values.organizationId)] : []),
      radioInput({
        name: 'role',
        label: 'Role',
        choices: roles.map((role) => ({
          value: role,
          text: roleNames[role],
          description: roleDescriptions[role],
        })),
      }),
    ],
  });
}

function requester(request: RequestFacts): KnownBlock[] {
  return [
    section(plain`${request.personName} asks for access.`),
    ...requestFacts(request),
    ...addressNote(request),
  ];
}

function accountInputs(values: Offer['values']): KnownBlock[] {
  return [
    emailInput({ name: 'email', label: 'E-mail address', value: values.email }),
    textInput({
      name: 'username',
      label: 'Gatehouse username',
      hint: 'Both are in the mail that the notification address got.',
      value: values.username,
      max: 64,
    }),
  ];
}

function organizationInput(organizations: Offer['organizations'], chosen: string | undefined): KnownBlock {
  return selectInput({
    name: 'organizationId',
    label: 'Organization',
    choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
    value: chosen,
  });
}
