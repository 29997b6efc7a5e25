import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { AccessChoices, NamedChoice } from '../../src/domain/direct-invitations.ts';
import { noteLimit } from '../../src/domain/invitations.ts';
import { accessChoiceBlocks, choiceScope } from '../common/access-choices.ts';
import { actions, button, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { dateInput, emailInput, expiryInput, personInput, radioInput, textInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { inviteWayBlock } from './invite-way.ts';

interface Direct {
  metadata: string;
  /** How often the form was cleared: the fields of another generation are empty. */
  generation: number;
  choices: AccessChoices;
  who: 'existing' | 'new';
  values: {
    account?: NamedChoice;
    firstName?: string;
    lastName?: string;
    email?: string;
    note?: string;
    expiryDays?: number;
    accessEndsOn?: string;
  };
  defaultExpiryDays: number;
}

const title = 'Invite to an app';

/** Invites an account or a new person to a role on an app (design §4). What is sent is reviewed first. */
export function directModal(data: Direct): ModalView {
  const { metadata, generation, choices, values } = data;
  if (choices.organizations.length === 0)
    return infoModal(
      title,
      [section(plain`There is no organization that you can invite people to.`)],
      metadata,
    );
  const scope = choiceScope('', generation);
  return modal({
    callback: callbackIds.direct,
    title,
    submit: 'Review',
    metadata,
    blocks: [
      inviteWayBlock('direct'),
      whoInput(data.who, scope),
      ...(data.who === 'existing' ? [accountInput(values.account, scope)] : newPersonInputs(values, scope)),
      ...accessChoiceBlocks(choices, { withOrganization: true, generation }),
      ...termInputs(data, scope),
      actions('clear', [button('Clear', { action: actionIds.clearForm })]),
    ],
  });
}

function whoInput(who: Direct['who'], scope: string): InputBlock {
  return radioInput({
    name: 'who',
    label: 'Whom do you invite?',
    scope,
    choices: [
      { value: 'existing', text: 'Somebody with an account' },
      { value: 'new', text: 'A new person' },
    ],
    value: who,
    dispatch: true,
  });
}

function accountInput(account: NamedChoice | undefined, scope: string): InputBlock {
  return personInput({
    name: 'accountId',
    label: 'Person',
    scope,
    hint: 'Only people whom your organizations know. Others: choose A new person and enter the e-mail address.',
    chosen: account && { value: account.id, text: account.name },
  });
}

function newPersonInputs(values: Direct['values'], scope: string): InputBlock[] {
  return [
    textInput({ name: 'firstName', label: 'First name', value: values.firstName, max: 80, scope }),
    textInput({ name: 'lastName', label: 'Last name', value: values.lastName, max: 80, scope }),
    emailInput({
      name: 'email',
      label: 'E-mail address',
      hint: 'A typing mistake keeps the invitation from arriving.',
      value: values.email,
      scope,
    }),
  ];
}

function termInputs({ values, defaultExpiryDays, choices, generation }: Direct, scope: string): KnownBlock[] {
  return [
    textInput({
      name: 'note',
      label: 'Note',
      hint: 'The invited person reads it in the e-mail.',
      value: values.note,
      max: noteLimit,
      multiline: true,
      optional: true,
      scope,
    }),
    expiryInput({
      name: 'expiryDays',
      label: 'Valid for',
      days: values.expiryDays ?? defaultExpiryDays,
      scope: choiceScope(choices.organizationId ?? '', generation),
    }),
    dateInput({
      name: 'accessEndsOn',
      label: 'Access ends on',
      hint: 'The last day of the access, in UTC. Without a day, the access does not end by itself.',
      value: values.accessEndsOn,
      optional: true,
      scope,
    }),
  ];
}
