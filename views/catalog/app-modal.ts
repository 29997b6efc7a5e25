import type { KnownBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import { actions, button, confirmation } from '../common/blocks.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { selectInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

type App = {
  metadata: string;
  organizations: NamedChoice[];
  /** Roles are role names, one per line. */
  values: { organizationId?: string; name?: string; roles?: string; privileged?: string };
} & ({ mode: 'create' } | { mode: 'edit'; id: string });

/** Adds an app with its roles, or changes one. */
export function appModal(data: App): ModalView {
  const { metadata, mode, values } = data;
  return modal({
    callback: callbackIds.app,
    title: mode === 'create' ? 'Add an app' : 'Edit app',
    submit: mode === 'create' ? 'Add' : 'Save',
    metadata,
    blocks: [
      ...organizationInputs(data),
      textInput({ name: 'name', label: 'Name', value: values.name, max: 60 }),
      textInput({
        name: 'roles',
        label: 'Roles',
        hint: 'One per line. Whoever has a role that you take away keeps it; nobody new gets it.',
        value: values.roles,
        max: 3000,
        multiline: true,
      }),
      textInput({
        name: 'privileged',
        label: 'Privileged roles',
        hint: 'Roles that take two approvers, one per line.',
        value: values.privileged,
        max: 3000,
        multiline: true,
        optional: true,
      }),
      ...(mode === 'edit' ? [archiveBlock(data.id)] : []),
    ],
  });
}

/** An app stays in its organization, and with one organization there is nothing to choose. */
function organizationInputs({ mode, organizations, values }: App): KnownBlock[] {
  if (mode === 'edit' || organizations.length < 2) return [];
  return [
    selectInput({
      name: 'organizationId',
      label: 'Organization',
      choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
      value: values.organizationId,
    }),
  ];
}

function archiveBlock(id: string): KnownBlock {
  return actions('archive', [
    button('Archive', {
      action: actionIds.appArchive,
      value: id,
      style: 'danger',
      confirm: confirmation(
        'Archive the app?',
        'Nobody can be invited to it then. Its subscriptions have to be archived first.',
        'Archive',
      ),
    }),
  ]);
}
