import { distance } from 'fastest-levenshtein';
import { collaborationTransitions, partnerInput } from '../../domain/collaborations.ts';
import { formError, stale } from '../../domain/errors.ts';
import { sourcesOf } from '../../domain/states.ts';
import type { CollaborationRecord } from '../../store/models/collaboration.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { authorityOf, authorize } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { parseInput } from '../parse.ts';
import { tellOwners } from './tell-owners.ts';

export interface AddedPartner {
  collaborationId: string;
  organizationName: string;
  partnerName: string;
  domain: string;
}

/**
 * Adds the organization with a login domain as a partner: its people can be let into collaborative workgroups. Its owners are told.
 * @throws DomainError `form` on `domain`
 */
export async function addPartner(context: Context, input: unknown): Promise<AddedPartner> {
  const { organizationId, domain } = parseInput(partnerInput, input);
  return command(context, 'collaboration.add', async (effects) => {
    const { organization } = await authorize(context, 'domains:edit', organizationId);
    const { tenantId } = context.actor;
    const partner = await context.store.organizations.findOne({ tenantId, domain }).lean();
    if (!partner) throw formError({ domain: await whyUnknown(context, domain) });
    if (partner._id === organizationId) {
      throw formError({ domain: `This is the domain of ${organization.name} itself. Enter a partner’s.` });
    }
    const collaborationId = await activate(context, effects, organization, partner);
    await tellOwners(context, effects, [partner], {
      key: `partner-added:${collaborationId}:${context.commandId}`,
      template: 'partner-added',
      about: { type: 'collaboration', id: collaborationId },
    });
    return { collaborationId, organizationName: organization.name, partnerName: partner.name, domain };
  });
}

/** A new partnership, or one that its host had ended before. @throws DomainError `form` on `domain` */
async function activate(
  context: Context,
  effects: Effects,
  { _id: organizationId, name }: OrganizationRecord,
  partner: OrganizationRecord,
): Promise<string> {
  const { tenantId } = context.actor;
  const { _id: partnerId } = partner;
  const now = context.now();
  const active = {
    status: 'active',
    since: now,
    changedAt: now,
    changedBy: requireAccount(context).name,
  } as const;
  const before = await context.store.collaborations.findOne({ tenantId, organizationId, partnerId }).lean();
  if (before) return renew(context, effects, before, { partner, hostName: name, active });
  const _id = newId(context, 'col');
  const collaboration: CollaborationRecord = { _id, tenantId, organizationId, partnerId, ...active };
  await context.store.collaborations.insertMany([collaboration], { lean: true });
  effects.record({ action: 'collaboration.created', organizationId, subjects: [_id, partnerId] });
  return _id;
}

async function renew(
  context: Context,
  effects: Effects,
  { _id, tenantId, organizationId, partnerId, status }: CollaborationRecord,
  of: { partner: OrganizationRecord; hostName: string; active: Partial<CollaborationRecord> },
): Promise<string> {
  const { partner, hostName, active } = of;
  if (status === 'active') {
    throw formError({ domain: `${partner.name} is a partner of ${hostName} already.` });
  }
  if (status === 'left') {
    throw formError({
      domain: `${partner.name} has left this partnership. Only its owners can allow it again.`,
    });
  }
  const { modifiedCount } = await context.store.collaborations.updateOne(
    { _id, tenantId, status: { $in: sourcesOf(collaborationTransitions, 'active') } },
    { $set: active },
  );
  if (modifiedCount === 0) throw stale();
  effects.record({ action: 'collaboration.renewed', organizationId, subjects: [_id, partnerId] });
  return _id;
}

/** Near matches are only for who knows of them anyway: the acting person's own organizations, and their partners. */
async function whyUnknown(context: Context, domain: string): Promise<string> {
  const near = (await knownDomains(context)).filter((known) => distance(known, domain) <= 2).sort();
  const hint = near.length > 0 ? ` Did you mean ${near.map((each) => `“${each}”`).join(' or ')}?` : '';
  return `No organization has the domain “${domain}”. Check the spelling.${hint}`;
}

async function knownDomains(context: Context): Promise<string[]> {
  const { tenantId } = context.actor;
  const own = [...(await authorityOf(context, tenantId, requireAccount(context).id)).keys()];
  const found = await context.store.collaborations
    .find({ tenantId, $or: [{ organizationId: { $in: own } }, { partnerId: { $in: own } }] })
    .limit(500)
    .lean();
  const ids = [...own, ...found.flatMap(({ organizationId, partnerId }) => [organizationId, partnerId])];
  const organizations = await context.store.organizations
    .find({ tenantId, _id: { $in: [...new Set(ids)] } }, { domain: 1 })
    .lean();
  return organizations.map((organization) => organization.domain);
}
