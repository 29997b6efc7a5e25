import type { KnownBlock, ModalView } from '@slack/types';
import type { AppRole } from '../../src/domain/catalog.ts';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import type { AppRow } from '../../src/domain/overviews.ts';
import { actions, button, paging, section } from '../common/blocks.ts';
import { plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { infoModal, modal } from '../common/modal.ts';
import { count, listed } from '../common/words.ts';

const title = 'Apps';

/** The apps of all the organizations whose catalog somebody keeps. */
export function appsModal(data: {
  metadata: string;
  organizations: NamedChoice[];
  items: AppRow[];
  older: string | null;
  newer: string | null;
}): ModalView {
  const { metadata, organizations, items, older, newer } = data;
  if (organizations.length === 0)
    return infoModal(title, [section(plain`There is no organization whose apps you can change.`)], metadata);
  return modal({
    callback: callbackIds.apps,
    title,
    metadata,
    blocks: [
      actions('add', [button('Add an app', { action: actionIds.appCreate })]),
      ...(items.length === 0 ? [section(plain`No app yet. Add the first one, with its roles.`)] : []),
      ...items.map(rowBlock),
      ...paging(older, newer),
    ],
  });
}

function rowBlock({ id, name, organizationName, roles, subscriptions }: AppRow): KnownBlock {
  return section(
    plainLines([
      name,
      `${organizationName} · ${count(subscriptions, 'subscription', 'subscriptions')}`,
      roles.length === 0 ? 'No role is offered.' : `Roles: ${listed(roles.map(roleWords))}`,
    ]),
    {
      id: `app:${id}`,
      button: button('Edit', { action: actionIds.appEdit, value: id, label: `Edit the app ${name}` }),
    },
  );
}

function roleWords({ name, privileged }: AppRole): string {
  return privileged ? `${name} (two approvers)` : name;
}
