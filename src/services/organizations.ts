import type { SlackProfile } from '../domain/context.ts';
import { deny, formError } from '../domain/errors.ts';
import { type OrganizationInput, organizationSchema } from '../domain/organization.ts';
import { allows, type OrganizationRole, type Permission } from '../domain/permissions.ts';
import { settingsOf } from '../domain/settings.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { authorityOf, authorize } from './authority.ts';
import { command, type Effects } from './command.ts';
import { type Context, newId, type Runtime, requireAccount, requirePerson } from './context.ts';
import { armDigest } from './digest.ts';
import { parseInput } from './parse.ts';
import { holdActive } from './people/hold-active.ts';
import { makeOwner } from './people/make-owner.ts';

/** Makes a new organization, and the acting workspace admin its owner. */
export async function setUpOrganization(
  context: Context,
  input: unknown,
  profile: Pick<SlackProfile, 'isWorkspaceAdmin'>,
): Promise<{ organizationId: string; name: string }> {
  if (!profile.isWorkspaceAdmin) throw deny();
  const account = requireAccount(context);
  const fields = parseInput(organizationSchema, input);
  return command(context, 'organization.set-up', async (effects) => {
    const founder = await holdActive(context, account.id);
    await requireFreeDomain(context, fields.domain);
    const { tenantId } = context.actor;
    const now = context.now();
    const organization: OrganizationRecord = {
      _id: newId(context, 'org'),
      tenantId,
      ...fields,
      configuredBy: account.id,
      createdAt: now,
    };
    const nextDigestAt = armDigest(organization, settingsOf(organization).reminders, now);
    if (nextDigestAt) organization.nextDigestAt = nextDigestAt;
    await context.store.organizations.insertMany([organization], { lean: true });
    const organizationId = organization._id;
    effects.record({
      action: 'organization.created',
      organizationId,
      subjects: [organizationId],
      detail: fields,
    });
    await makeOwner(context, effects, organizationId, founder);
    introduceChannel(context, effects, organization);
    return { organizationId, name: organization.name };
  });
}

/** Changes what `/gatehouse organization` shows. */
export async function editOrganization(
  context: Context,
  organizationId: string,
  input: unknown,
): Promise<{ name: string }> {
  const fields = parseInput(organizationSchema, input);
  const account = requireAccount(context);
  return command(context, 'organization.edit', async (effects) => {
    const { organization } = await authorize(context, 'organization:edit', organizationId);
    if (fields.domain !== organization.domain) await requireFreeDomain(context, fields.domain);
    const moved = fields.approvalsChannelId !== organization.approvalsChannelId;
    const changes: Partial<OrganizationRecord> = moved ? { ...fields, configuredBy: account.id } : fields;
    await context.store.organizations.updateOne(
      { _id: organizationId, tenantId: context.actor.tenantId },
      { $set: changes },
    );
    effects.record({
      action: 'organization.edited',
      organizationId,
      subjects: [organizationId],
      detail: { ...changed(organization, fields) },
    });
    if (moved) introduceChannel(context, effects, { ...organization, ...changes });
    return { name: fields.name };
  });
}

/** The organizations in which the acting person may do `permission`, by name. */
export async function organizationsFor(
  context: Context,
  permission: Permission,
): Promise<{ organization: OrganizationRecord; role: OrganizationRole }[]> {
  const { tenantId, account } = requirePerson(context);
  const places = await placesOf(context, tenantId, account?.id, permission);
  return places.sort((a, b) => a.organization.name.localeCompare(b.organization.name));
}

/** The organizations in which an account may do `permission` now. */
export async function organizationsOf(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  accountId: string,
  permission: Permission,
): Promise<OrganizationRecord[]> {
  return (await placesOf(runtime, tenantId, accountId, permission)).map(({ organization }) => organization);
}

async function placesOf(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  accountId: string | undefined,
  permission: Permission,
): Promise<{ organization: OrganizationRecord; role: OrganizationRole }[]> {
  const authority = await authorityOf(runtime, tenantId, accountId);
  if (authority.size === 0) return [];
  const organizations = await runtime.store.organizations
    .find({ tenantId, _id: { $in: [...authority.keys()] } })
    .lean();
  return organizations.flatMap((organization) => {
    const role = authority.get(organization._id);
    return role && allows(role, permission, settingsOf(organization)) ? [{ organization, role }] : [];
  });
}

/** Whether anybody has set up an organization in this workspace yet. */
export async function hasOrganizations(runtime: Pick<Runtime, 'store'>, tenantId: string): Promise<boolean> {
  return (await runtime.store.organizations.exists({ tenantId })) !== null;
}

async function requireFreeDomain(context: Context, domain: string): Promise<void> {
  const taken = await context.store.organizations.exists({ tenantId: context.actor.tenantId, domain });
  if (taken) throw formError({ domain: `The login domain ${domain} is taken. Choose another one.` });
}

/** Tells the approvals channel what it is for from now on; if that fails, the person who chose it hears why. */
function introduceChannel(context: Context, { send }: Effects, organization: OrganizationRecord): void {
  if (!organization.approvalsChannelId) return;
  send({
    key: `approvals-here:${organization._id}:${context.commandId}`,
    template: 'approvals-here',
    about: { type: 'organization', id: organization._id },
    to: { via: 'slack', channel: organization.approvalsChannelId },
  });
}

function changed(before: OrganizationRecord, after: OrganizationInput): Record<string, string | null> {
  const entries = Object.entries(after).filter(
    ([key, value]) => before[key as keyof OrganizationInput] !== value,
  );
  return Object.fromEntries(entries);
}
