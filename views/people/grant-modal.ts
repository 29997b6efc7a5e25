import type { ModalView } from '@slack/types';
import type { GrantRow } from '../../src/domain/overviews.ts';
import { placeName, roleName } from '../common/access.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { dateInput, selectInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

/** Changes the role or the end of an access that somebody has. */
export function grantModal(data: {
  metadata: string;
  personName: string;
  grant: GrantRow;
  organizationName: string;
}): ModalView {
  const { metadata, personName, grant, organizationName } = data;
  return modal({
    callback: callbackIds.grant,
    title: 'Change access',
    submit: 'Save',
    metadata,
    blocks: [
      section(plain`${personName} has access to ${placeName(organizationName, grant.access)}.`),
      selectInput({
        name: 'roleId',
        label: 'Role',
        choices: roleChoices(grant).map(({ id, name }) => ({ value: id, text: name })),
        value: grant.roleId,
      }),
      dateInput({
        name: 'endsOn',
        label: 'Access ends on',
        hint: 'The last day of the access, in UTC. Leave it empty for no end.',
        value: grant.endsAt,
        optional: true,
      }),
    ],
  });
}

function roleChoices({ roleId, access, otherRoles }: GrantRow) {
  return [{ id: roleId, name: roleName(access) }, ...otherRoles.filter(({ id }) => id !== roleId)];
}
