import type { KnownBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import { expiryChoices, noteLimit } from '../../src/domain/invitations.ts';
import type { WorkgroupRole } from '../../src/domain/workgroups.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { checkboxesInput, radioInput, selectInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

/** The value of the box with several partners: which one is chosen below it. With one partner it is the partner's id. */
export const anyPartner = 'partner';

interface WorkgroupInvite {
  metadata: string;
  workgroup: {
    name: string;
    organizationName: string;
    collaborative: boolean;
    partners: NamedChoice[];
  };
  values: {
    role?: string | undefined;
    emails?: string | undefined;
    isThrough?: boolean;
    partnerId?: string | undefined;
    note?: string | undefined;
    expiryDays?: string | undefined;
  };
}

/** Invites people into a workgroup: the organization's own, or a partner's. */
export function workgroupInviteModal({ metadata, workgroup, values }: WorkgroupInvite): ModalView {
  const { name, organizationName } = workgroup;
  return modal({
    callback: callbackIds.workgroupInvite,
    title: 'Invite to a workgroup',
    submit: 'Grant access',
    metadata,
    blocks: [
      section(plain`Into the workgroup ${name} of ${organizationName}.`),
      roleInput(values.role),
      textInput({
        name: 'emails',
        label: 'E-mail addresses',
        hint: 'One per line. At most 100. Whoever has no account yet waits for it, and you are told so.',
        value: values.emails,
        max: 3000,
        multiline: true,
      }),
      ...partnerBlocks(workgroup, values),
      textInput({
        name: 'note',
        label: 'Note',
        hint: 'The invited people read it in their e-mail.',
        value: values.note,
        max: noteLimit,
        multiline: true,
        optional: true,
      }),
      selectInput({
        name: 'expiryDays',
        label: 'Invitations are valid for',
        hint: 'For those who wait for an account. Without a choice, as the organization has decided.',
        choices: expiryChoices.map((days) => ({ value: String(days), text: count(days, 'day', 'days') })),
        value: values.expiryDays,
        optional: true,
      }),
    ],
  });
}

const roleChoices: readonly { value: WorkgroupRole; text: string; description: string }[] = [
  { value: 'member', text: 'Member', description: 'Is in the workgroup and manages nothing.' },
  { value: 'admin', text: 'Admin', description: 'Also invites people, changes their roles, removes them.' },
];

function roleInput(value: string | undefined): KnownBlock {
  return radioInput({ name: 'role', label: 'Invite them as', choices: roleChoices, value });
}

/** With one partner the box names it; with several the select appears once the box is ticked. */
function partnerBlocks(
  { collaborative, organizationName, partners }: WorkgroupInvite['workgroup'],
  { isThrough = false, partnerId }: WorkgroupInvite['values'],
): KnownBlock[] {
  if (!collaborative)
    return [
      section(
        plain`This workgroup is not collaborative: only people of ${organizationName} can be let in. That was fixed when it was created.`,
        { id: 'not-collaborative' },
      ),
    ];
  const [only, ...others] = partners;
  if (!only)
    return [
      section(
        plain`${organizationName} has no partner yet: only its own people can be let in. Its admins add a partner with /gatehouse domains.`,
        { id: 'no-partner' },
      ),
    ];
  const isOne = others.length === 0;
  const value = isOne ? only.id : anyPartner;
  return [
    checkboxesInput({
      name: 'through',
      label: 'Partners',
      hint: `Without it, only people of ${organizationName} are let in.`,
      choices: [
        {
          value,
          text: 'Invite through a partner domain',
          description: isOne ? `The people of ${only.name}` : 'Choose the partner below once this is ticked.',
        },
      ],
      values: isThrough ? [value] : [],
      optional: true,
      ...(isOne ? {} : { dispatch: true }),
    }),
    ...(isThrough && !isOne
      ? [
          selectInput({
            name: 'partnerId',
            label: 'Partner',
            choices: partners.map(({ id, name }) => ({ value: id, text: name })),
            value: partnerId,
          }),
        ]
      : []),
  ];
}
