import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { PartnerRow, PartnersOverview } from '../../src/domain/collaborations.ts';
import { button, context, paging, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

/** A row takes two blocks, and its organization one more; a modal holds a hundred. */
const rowsPerPage = 30;

/** The partners of every organization that somebody manages, and the organizations that it is a partner of. */
export function domainsModal(data: {
  metadata: string;
  organizations: PartnersOverview[];
  /** How many rows there are before this page. */
  offset: number;
}): ModalView {
  const { metadata, organizations, offset } = data;
  const rows = organizations.flatMap((organization) =>
    rowsOf(organization).map((blocks) => ({ organization, blocks })),
  );
  const shown = rows.slice(offset, offset + rowsPerPage);
  return modal({
    callback: callbackIds.domains,
    title: 'Partners',
    metadata,
    blocks: [
      ...shown.flatMap(({ organization, blocks }, index) => [
        ...(shown[index - 1]?.organization === organization ? [] : [organizationBlock(organization)]),
        ...blocks,
      ]),
      ...paging(
        offset + rowsPerPage < rows.length ? String(offset + rowsPerPage) : null,
        offset > 0 ? String(Math.max(0, offset - rowsPerPage)) : null,
      ),
    ],
  });
}

function organizationBlock({ organizationId, organizationName }: PartnersOverview): KnownBlock {
  return section(mrkdwn`*${organizationName}*`, {
    id: `organization:${organizationId}`,
    button: button('Add a partner', {
      action: actionIds.partnerAdd,
      value: organizationId,
      label: `Add a partner of ${organizationName}`,
    }),
  });
}

function rowsOf(organization: PartnersOverview): KnownBlock[][] {
  const partners = organization.partners.filter(({ status }) => status !== 'removed');
  const hosts = organization.hosts.filter(({ status }) => status !== 'removed');
  return [
    ...(partners.length === 0 ? [[emptyBlock(organization)]] : []),
    ...partners.map((row) => partnerBlocks(organization, row)),
    ...hosts.map((row) => hostBlocks(organization, row)),
  ];
}

function emptyBlock({ organizationName }: PartnersOverview): KnownBlock {
  return section(
    plain`${organizationName} has no partner yet. Press Add a partner to let the people of another organization into its collaborative workgroups.`,
  );
}

/** Somebody whose people may be let in here. */
function partnerBlocks({ organizationName }: PartnersOverview, row: PartnerRow): KnownBlock[] {
  const { id, name, domain, status, since, people } = row;
  const remove = button('Remove', {
    action: actionIds.partnerRemove,
    value: id,
    style: 'danger',
    label: `Remove the partner ${name} of ${organizationName}`,
  });
  if (status === 'left')
    return [
      rowBlock('partner', row, 'Has left this partnership.'),
      context(plain`Only the owners of ${name} can allow it again.`),
    ];
  return [
    rowBlock(
      'partner',
      row,
      `Partner · ${count(people, 'person has', 'people have')} access to workgroups`,
      remove,
    ),
    context(mrkdwn`Since ${date(since)}. Its login domain is ${domain}.`),
  ];
}

/** Somebody whose workgroups our people may be let into. */
function hostBlocks({ organizationName, mayLeave }: PartnersOverview, row: PartnerRow): KnownBlock[] {
  const { id, name, status, since, people } = row;
  const value = { value: id };
  if (status === 'left') {
    const allow = button('Allow again', {
      action: actionIds.partnerAllow,
      ...value,
      label: `Allow ${name} to add ${organizationName} again`,
    });
    return [
      rowBlock('host', row, `${organizationName} has left this partnership.`, mayLeave ? allow : undefined),
      context(plain`${name} can add ${organizationName} again only if an owner allows it.`),
    ];
  }
  const leave = button('Leave', {
    action: actionIds.partnerLeave,
    ...value,
    style: 'danger',
    label: `Leave the partnership with ${name}`,
  });
  const who = `${count(people, 'person', 'people')} of ${organizationName}`;
  return [
    rowBlock(
      'host',
      row,
      `${organizationName} is its partner · ${who} in its workgroups`,
      mayLeave ? leave : undefined,
    ),
    context(
      mayLeave
        ? mrkdwn`Since ${date(since)}.`
        : mrkdwn`Since ${date(since)}. Owners of ${organizationName} can leave.`,
    ),
  ];
}

/** Who owns both sides sees a partnership twice, so `side` is in the block's id. */
function rowBlock(
  side: 'partner' | 'host',
  { id, name, domain }: PartnerRow,
  text: string,
  pressed?: Button,
): KnownBlock {
  return section(plainLines([`${name} (${domain})`, text]), {
    id: `${side}:${id}`,
    ...(pressed === undefined ? {} : { button: pressed }),
  });
}
