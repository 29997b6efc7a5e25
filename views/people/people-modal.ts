import type { KnownBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import type { ImportSummary } from '../../src/domain/imports.ts';
import { actions, button, context, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { option, personMenu } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { importListBlocks } from '../imports/import-list.ts';

const title = 'People';

/** Finds somebody whom an organization knows. */
export function peopleModal(data: {
  metadata: string;
  organizations: NamedChoice[];
  /** The organization whose people are searched. */
  organizationId: string;
  /** Its imports, the newest first. */
  imports?: readonly ImportSummary[];
}): ModalView {
  const { metadata, organizations, organizationId, imports = [] } = data;
  if (organizations.length === 0)
    return infoModal(title, [section(plain`There is no organization whose people you can see.`)], metadata);
  const organizationName = organizations.find(({ id }) => id === organizationId)?.name ?? 'the organization';
  return modal({
    callback: callbackIds.people,
    title,
    metadata,
    blocks: [
      ...organizationBlocks(organizations, organizationId),
      section(plain`Find somebody whom ${organizationName} knows:`),
      actions('person', [personMenu('person')]),
      context(plain`These are people who have or had access, were invited, or asked for access.`),
      actions('peopleFiles', [
        button('Import a file', { action: actionIds.openImport, value: organizationId }),
        button('Export', {
          action: actionIds.peopleExport,
          value: organizationId,
          label: `Export the people of ${organizationName}`,
        }),
      ]),
      ...importListBlocks(imports),
    ],
  });
}

function organizationBlocks(organizations: readonly NamedChoice[], chosen: string): KnownBlock[] {
  if (organizations.length < 2) return [];
  const shown = organizations.slice(0, 100);
  const options = shown.map(({ id, name }) => option({ value: id, text: name }));
  const initial = options.find(({ value }) => value === chosen);
  return [
    actions('peopleOrganization', [
      {
        type: 'static_select',
        action_id: 'peopleOrganization',
        placeholder: plain`Organization`,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    ]),
    ...(shown.length < organizations.length
      ? [context(plain`The first 100 of ${organizations.length} organizations are shown.`)]
      : []),
  ];
}
