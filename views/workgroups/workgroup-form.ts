import type { KnownBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { radioInput, selectInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

type WorkgroupForm = { metadata: string } & (
  | { mode: 'create'; organizations: NamedChoice[] }
  | { mode: 'edit'; name: string; description: string | null; collaborative: boolean }
);

/** Creates a workgroup, or changes its name and description. */
export function workgroupForm(data: WorkgroupForm): ModalView {
  const { metadata, mode } = data;
  const values = data.mode === 'edit' ? data : { name: null, description: null };
  return modal({
    callback: callbackIds.workgroupForm,
    title: mode === 'create' ? 'Create a workgroup' : 'Edit workgroup',
    submit: mode === 'create' ? 'Create' : 'Save',
    metadata,
    blocks: [
      ...(data.mode === 'create' ? organizationInputs(data.organizations) : []),
      textInput({ name: 'name', label: 'Name', value: values.name, max: 60 }),
      textInput({
        name: 'description',
        label: 'Description',
        hint: 'What the workgroup is for.',
        value: values.description,
        max: 300,
        multiline: true,
        optional: true,
      }),
      data.mode === 'create' ? collaborativeInput() : fixedBlock(data.collaborative),
    ],
  });
}

/** A workgroup stays in its organization, and with one organization there is nothing to choose. */
function organizationInputs(organizations: NamedChoice[]): KnownBlock[] {
  if (organizations.length < 2) return [];
  return [
    selectInput({
      name: 'organizationId',
      label: 'Organization',
      choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
    }),
  ];
}

function collaborativeInput(): KnownBlock {
  return radioInput({
    name: 'collaborative',
    label: 'Can partners’ people be let in?',
    hint: 'This is fixed once the workgroup is created: nobody can change it later.',
    choices: [
      { value: 'yes', text: 'Yes, collaborative', description: 'Also people of partner organizations.' },
      { value: 'no', text: 'No, not collaborative', description: 'Only people of the organization itself.' },
    ],
  });
}

function fixedBlock(collaborative: boolean): KnownBlock {
  return section(
    collaborative
      ? plain`The workgroup is collaborative. That was fixed when it was created.`
      : plain`The workgroup is not collaborative. That was fixed when it was created.`,
  );
}
