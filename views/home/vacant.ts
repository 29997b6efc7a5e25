/** Organizations without an owner, for the admins of the workspace. */
import type { KnownBlock } from '@slack/types';
import { button, section } from '../common/blocks.ts';
import { plain, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';

const most = 3;

export interface VacantOrganization {
  id: string;
  name: string;
}

export function vacantBlocks(vacant: readonly VacantOrganization[]): KnownBlock[] {
  return vacant.slice(0, most).map(({ id, name }) =>
    section(plain`${name} has no owner any more. As an admin of this workspace you can take it over.`, {
      id: `vacant:${id}`,
      button: button('Take over', {
        action: actionIds.takeOver,
        value: id,
        label: `Take over ${shorten(name, 50)}`,
      }),
    }),
  );
}
