import type { InputBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import { importColumns, importLimits } from '../../src/domain/imports.ts';
import { section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { selectInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { listed } from '../common/words.ts';

const title = 'Import a file';

const example = [
  'email,first name,last name,role,app,subscription,app role',
  'ada@aster.example,Ada,Bell,member,Atlas,Team,Viewer',
  'bo@aster.example,Bo,Carr,,Atlas,Team,Editor',
].join('\n');

/** Asks for the file with the people. Nothing is done before it was checked. */
export function importModal(data: {
  metadata: string;
  organizations: readonly NamedChoice[];
  organizationId: string;
}): ModalView {
  const { metadata, organizations, organizationId } = data;
  const name = organizations.find(({ id }) => id === organizationId)?.name ?? 'the organization';
  const columns = importColumns.filter((column) => column !== 'email');
  return modal({
    callback: callbackIds.import,
    title,
    submit: 'Check the file',
    metadata,
    blocks: [
      organizations.length > 1
        ? selectInput({
            name: 'organizationId',
            label: 'Organization',
            choices: organizations.map(({ id, name: text }) => ({ value: id, text })),
            value: organizationId,
          })
        : section(plain`The people of the file are invited to ${name}.`),
      fileBlock,
      section(
        plain`The first line names the columns, in any order. Only “email” is needed. Known as well are ${listed(columns, 20)}. A line without an app or a workgroup invites to the organization.`,
      ),
      section(mrkdwn`${{ markup: `\`\`\`${example}\`\`\`` }}`),
    ],
  });
}

const fileBlock: InputBlock = {
  type: 'input',
  block_id: 'file',
  label: plain`File`,
  hint: plain`CSV, at most ${importLimits.bytes / 1_000_000} MB. You see what will happen before anything is done.`,
  element: { type: 'file_input', action_id: 'file', filetypes: ['csv'], max_files: 1 },
};

/** In place of the form while the file is read. `externalId` is how it is found again. */
export function readingView(externalId: string): ModalView {
  const text = plain`Reading the file… This can take a minute. If you close this window, the result comes as a direct message. If nothing has come after five minutes, import the file again: so far nobody is invited.`;
  return { ...infoModal(title, [section(text)]), external_id: externalId };
}
