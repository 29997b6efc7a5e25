import type { KnownBlock, ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import type { AccessChoices } from '../../src/domain/direct-invitations.ts';
import type { RequestFacts } from '../../src/domain/messages.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import { addressNote, requestFacts } from '../access-requests/request-card.ts';
import { accessName } from '../common/access.ts';
import { accessChoiceBlocks } from '../common/access-choices.ts';
import { header, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { emailInput, radioInput, selectInput, textInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { listed, roleDescriptions, roleNames } from '../common/words.ts';

interface Offer {
  metadata: string;
  organizations: { id: string; name: string }[];
  /** The request that is being approved; without one, the account is named by hand. */
  request: RequestFacts | null;
  roles: OrganizationRole[];
  values: { email?: string; username?: string; organizationId?: string };
  /** Which kind of access is being chosen. */
  what: 'organization' | 'app';
  /** What can be chosen on an app; null when the organization has none. */
  choices: AccessChoices | null;
  /** What the first of two approvers has proposed. */
  proposal: { access: AccessFacts; by: string[] } | null;
}

const title = 'Invite to organization';

/** Step 2: invites an account to an organization with a role, or to an app of it. Approving a request is the same step with its facts given. */
export function offerModal(offer: Offer): ModalView {
  const { metadata, organizations, request, roles, values } = offer;
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
      ...accessBlocks(offer),
    ],
  });
}

function accessBlocks({ what, choices, proposal, roles }: Offer): KnownBlock[] {
  return [
    ...(proposal === null ? [] : [agreement(proposal)]),
    ...(choices === null ? [] : [whatInput(what)]),
    ...(what === 'app' && choices !== null
      ? accessChoiceBlocks(choices, { withOrganization: false })
      : [roleInput(roles, proposal?.access)]),
  ];
}

function agreement({ access, by }: NonNullable<Offer['proposal']>): KnownBlock {
  return section(plain`${listed(by)} proposes ${accessName(access)}. Send the same to agree.`);
}

function whatInput(what: Offer['what']): KnownBlock {
  return radioInput({
    name: 'what',
    label: 'Access to',
    choices: [
      { value: 'organization', text: 'The organization' },
      { value: 'app', text: 'An app of the organization' },
    ],
    value: what,
    dispatch: true,
  });
}

/** No role is chosen to begin with, unless somebody has proposed one. */
function roleInput(roles: readonly OrganizationRole[], proposed: AccessFacts | undefined): KnownBlock {
  return radioInput({
    name: 'role',
    label: 'Role',
    choices: roles.map((role) => ({
      value: role,
      text: roleNames[role],
      description: roleDescriptions[role],
    })),
    value: proposed?.kind === 'organization' ? proposed.role : undefined,
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

/** The apps depend on it, so the app is told at once. */
function organizationInput(organizations: Offer['organizations'], chosen: string | undefined): KnownBlock {
  return selectInput({
    name: 'organizationId',
    label: 'Organization',
    choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
    value: chosen,
    dispatch: true,
  });
}
