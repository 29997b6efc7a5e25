import type { KnownBlock, ModalView } from '@slack/types';
import { type InviteWarning, noteLimit } from '../../src/domain/invitations.ts';
import { actions, button, section } from '../common/blocks.ts';
import { plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { expiryInput, selectInput, textInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { inviteWayBlock } from './invite-way.ts';

interface Invite {
  metadata: string;
  organizations: { id: string; name: string }[];
  values: { emails?: string; organizationId?: string; note?: string; expiryDays?: number };
  /** How long it is valid unless the sender says otherwise. */
  defaultExpiryDays: number;
  /** What deserves a second look before anything is sent. */
  warnings?: InviteWarning[];
}

const title = 'Invite people';

/** Step 1: invites addresses to create an account and to ask for access. */
export function inviteModal(data: Invite): ModalView {
  const { metadata, organizations, values, defaultExpiryDays, warnings = [] } = data;
  const [first, ...others] = organizations;
  if (!first)
    return infoModal(
      title,
      [section(plain`There is no organization that you can invite people to.`)],
      metadata,
    );
  const isAlone = others.length === 0;
  return modal({
    callback: callbackIds.invite,
    title,
    submit: 'Send',
    metadata,
    blocks: [
      inviteWayBlock('join'),
      ...(warnings.length === 0 ? [] : check(warnings)),
      textInput({
        name: 'emails',
        label: 'E-mail addresses',
        hint: 'One per line, or separated by commas. At most 100. Each address gets its own code.',
        value: values.emails,
        max: 3000,
        multiline: true,
      }),
      selectInput({
        name: 'organizationId',
        label: 'Organization',
        choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
        value: values.organizationId ?? (isAlone ? first.id : undefined),
        ...(isAlone ? {} : { dispatch: true }),
      }),
      textInput({
        name: 'note',
        label: 'Note',
        hint: 'The invited people read it in their e-mail.',
        value: values.note,
        max: noteLimit,
        multiline: true,
        optional: true,
      }),
      expiryInput({
        name: 'expiryDays',
        label: 'Valid for',
        days: values.expiryDays ?? defaultExpiryDays,
        ...(isAlone ? {} : { scope: values.organizationId ?? '' }),
      }),
      ...knownAccount(),
    ],
  });
}

const mostWarnings = 20;

function check(warnings: readonly InviteWarning[]): KnownBlock[] {
  const lines = warnings
    .slice(0, mostWarnings)
    .map(({ address, text }) => `${shorten(address, 60)}: ${shorten(text, 80)}`);
  const hidden = warnings.length - lines.length;
  if (hidden > 0) lines.push(`${hidden} more`);
  return [
    section(plain`Nothing is sent yet. Check these addresses:`),
    section(plainLines(lines)),
    {
      type: 'input',
      block_id: 'confirmed',
      label: plain`Confirm`,
      element: {
        type: 'checkboxes',
        action_id: 'confirmed',
        options: [{ value: 'confirmed', text: plain`I checked these addresses` }],
      },
    },
  ];
}

function knownAccount(): KnownBlock[] {
  return [
    section(plain`Do you already know the username?`),
    actions('invite-account', [button('Invite an account', { action: actionIds.inviteAccount })]),
  ];
}
