/** What concerns the person who looks: their offers, requests and access. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import type { ExpiredOffer, HomeOverview, HomeRequest } from '../../src/domain/overviews.ts';
import { accessName, ownOrganization, placeName, roleName, roleWithin } from '../common/access.ts';
import { button, chunks, confirmation, context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { listedMarkup, literal, type Markup, mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { requestStatusNames } from '../common/words.ts';
import { offerBlocks } from '../invitations/offer-message.ts';
import { renewalButton } from '../reminders/renewal.ts';

const most = { offers: 3, expired: 2, requests: 3, access: 6 };

/** Those that wait for an answer; and those that have expired, for which a new one can be asked, once. */
export function offersBlocks({
  offers,
  expiredOffers,
}: Pick<HomeOverview, 'offers' | 'expiredOffers'>): KnownBlock[] {
  if (offers.length + expiredOffers.length === 0) return [];
  return [
    header('Invitations for you'),
    ...offers.slice(0, most.offers).flatMap(offerBlocks),
    ...moreThan(offers.length - most.offers, 'Answer these first.'),
    ...expiredOffers.slice(0, most.expired).map(expiredBlock),
    ...moreThan(expiredOffers.length - most.expired, 'They have expired and are not shown.'),
  ];
}

function expiredBlock({
  invitationId,
  organizationName,
  access,
  expiredAt,
  asked,
}: ExpiredOffer): KnownBlock {
  const place = placeName(organizationName, access);
  const then = { markup: asked ? ' You asked for a new one.' : '' };
  return section(
    mrkdwn`The invitation to *${place}* as ${roleWithin(access)} expired ${date(expiredAt)}.${then}`,
    {
      id: `expired-offer:${invitationId}`,
      ...(asked ? {} : { button: renewalButton(invitationId, place) }),
    },
  );
}

export function requestsBlocks(requests: readonly HomeRequest[]): KnownBlock[] {
  if (requests.length === 0) return [];
  return [
    header('Your requests'),
    ...requests.slice(0, most.requests).map(requestBlock),
    ...moreThan(requests.length - most.requests, 'Older ones are not shown.'),
  ];
}

export function accessBlocks(access: HomeOverview['access']): KnownBlock[] {
  const lines = byOwnOrganization(access)
    .slice(0, most.access)
    .map(
      (held) =>
        mrkdwn`*${ownOrganization(held.organizationName, held.access)}*: ${heldName(held)}, since ${date(held.since)}${until(held.endsAt)}`
          .text,
    );
  return [
    header('Your access'),
    ...(lines.length === 0 ? [section(plain`You have no access to an organization yet.`)] : []),
    ...withLeave(
      chunks(lines, 2).map((some) => section(mrkdwn`${{ markup: some.join('\n') }}`)),
      access,
    ),
    ...moreThan(access.length - most.access, 'They are not shown.'),
  ];
}

/** Whoever is in a workgroup can leave it. */
function withLeave(sections: SectionBlock[], access: HomeOverview['access']): SectionBlock[] {
  if (!access.some((held) => held.access.kind === 'workgroup')) return sections;
  const accessory = button('Leave a workgroup', { action: actionIds.ownWorkgroups });
  return sections.map((each, index) => (index === sections.length - 1 ? { ...each, accessory } : each));
}

type Held = HomeOverview['access'][number];

/** What somebody has through one organization stands together, also where another organization's workgroup is meant. */
function byOwnOrganization(access: readonly Held[]): Held[] {
  const groups = new Map<string, Held[]>();
  for (const held of access) {
    const own = ownOrganization(held.organizationName, held.access);
    groups.set(own, [...(groups.get(own) ?? []), held]);
  }
  return [...groups.values()].flat();
}

/** `Admin`, `Editor on Atlas (Team)`, or `Pilots of Aster Labs · Workgroup member` below the partner that the person comes by. */
function heldName({ organizationName, access }: Held): string {
  if (access.kind !== 'workgroup') return accessName(access);
  const { workgroupName, partnerName } = access;
  return partnerName === null
    ? `${workgroupName} · ${roleName(access)}`
    : `${workgroupName} of ${organizationName} · ${roleName(access)}`;
}

function until(endsAt: Date | null): Markup {
  return { markup: endsAt === null ? '' : `, ends ${date(endsAt).markup}` };
}

function requestBlock(request: HomeRequest): KnownBlock {
  const { id, organizationName, status, createdAt } = request;
  return section(mrkdwn`*${organizationName}*: requested ${date(createdAt)}. ${state(request)}`, {
    id: `own-request:${id}`,
    ...(status === 'pending' ? { button: withdrawButton(request) } : {}),
  });
}

function state(request: HomeRequest): Markup {
  if (request.status === 'pending') return waiting(request);
  if (request.status === 'approved') return { markup: 'Approved. Accept the invitation to get access.' };
  if (request.status === 'expired')
    return { markup: 'It expired without a decision. To ask again, ask whoever invited you for a new code.' };
  return { markup: `${requestStatusNames[request.status]}.` };
}

function waiting({ heldBy, nextReminderAt, expiresAt }: HomeRequest): Markup {
  const who =
    heldBy.length === 0
      ? { markup: 'somebody else who may decide; at the moment there is nobody' }
      : listedMarkup(
          heldBy.map((name) => ({ markup: literal(shorten(name, 60)) })),
          5,
        );
  const next = {
    markup: nextReminderAt === null ? '' : ` Next reminder: ${date(nextReminderAt).markup}.`,
  };
  return { markup: mrkdwn`Waits for ${who}.${next} Ends ${date(expiresAt)} without a decision.`.text };
}

function withdrawButton({ id, organizationName }: HomeRequest) {
  return button('Withdraw', {
    action: actionIds.requestWithdraw,
    value: id,
    label: `Withdraw the request for ${organizationName}`,
    confirm: confirmation(
      'Withdraw the request?',
      `Nobody decides your request for access to ${organizationName} any more. To ask again, you need a new code.`,
      'Withdraw',
    ),
  });
}

function moreThan(hidden: number, advice: string): KnownBlock[] {
  return hidden > 0 ? [context(plain`${hidden} more. ${advice}`)] : [];
}
