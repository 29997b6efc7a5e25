import type { AccessFacts } from '../../domain/access.ts';
import { csvBegin, csvLine } from '../../domain/csv.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { describeAccesses } from '../access.ts';
import { authorize, inTime } from '../authority.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';

const batchSize = 500;

const columns = [
  'email',
  'first name',
  'last name',
  'username',
  'role',
  'app',
  'subscription',
  'app role',
  'workgroup',
  'workgroup role',
  'partner',
  'access ends',
  'since',
];

/**
 * Everybody who has access to an organization, its apps and its workgroups now, as CSV, a piece at a time: one line for each
 * access, with the columns that an import knows. Noted in the audit.
 * @throws deny
 */
export async function* exportPeople(context: Context, organizationId: string): AsyncGenerator<string> {
  await command(context, 'people.export-read', async (effects) => {
    await authorize(context, 'people:manage', organizationId);
    effects.record({ action: 'people.exported', organizationId, subjects: [organizationId] });
    return null;
  });
  yield csvBegin + csvLine(columns);
  for await (const grants of grantsInBatches(context, organizationId)) yield linesOf(context, grants);
}

async function* grantsInBatches(context: Context, organizationId: string): AsyncGenerator<GrantRecord[]> {
  const { tenantId } = context.actor;
  const found = context.store.grants
    .find({ tenantId, organizationId, status: 'active', ...inTime(context.now()) })
    .lean<GrantRecord>()
    .cursor({ batchSize });
  let batch: GrantRecord[] = [];
  for await (const grant of found) {
    batch.push(grant);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function linesOf(context: Context, grants: readonly GrantRecord[]): Promise<string> {
  const { tenantId } = context.actor;
  const accounts = await context.store.accounts
    .find({ tenantId, _id: { $in: grants.map(({ accountId }) => accountId) } })
    .lean();
  const accountById = new Map(accounts.map((account) => [account._id, account]));
  const describe = await describeAccesses(
    context,
    tenantId,
    grants.map(({ access }) => access),
  );
  return grants
    .flatMap((grant) => {
      const account = accountById.get(grant.accountId);
      return account ? [csvLine(cellsOf(grant, account, describe(grant.access)))] : [];
    })
    .join('');
}

function cellsOf({ since, endsAt }: GrantRecord, account: AccountRecord, access: AccessFacts): string[] {
  const { email, firstName, lastName, username } = account;
  return [
    email,
    firstName,
    lastName,
    username,
    ...inColumns(access),
    endsAt ? dayOf(endsAt) : '',
    dayOf(since),
  ];
}

/** From `role` to `partner`. */
function inColumns(access: AccessFacts): string[] {
  if (access.kind === 'organization') return [access.role, '', '', '', '', '', ''];
  if (access.kind === 'app')
    return ['', access.appName, access.subscriptionName, access.roleName, '', '', ''];
  return ['', '', '', '', access.workgroupName, access.role, access.partnerName ?? ''];
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
