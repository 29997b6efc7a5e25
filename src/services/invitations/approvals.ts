import type { Access } from '../../domain/access.ts';
import type { Approval } from '../../store/models/access.ts';
import type { AppRecord } from '../../store/models/app.ts';
import { type Context, type Runtime, requireAccount } from '../context.ts';

/** How many different approvers an access takes: two for a privileged role, one for everything else (design §5). */
export async function approvalsNeeded(
  runtime: Pick<Runtime, 'store'>,
  { tenantId, access }: { tenantId: string; access: Access | null },
): Promise<number> {
  if (access?.kind !== 'app') return 1;
  const app = await runtime.store.apps.findOne({ _id: access.appId, tenantId }, { roles: 1 }).lean();
  return approvalsFor(access, app);
}

/** The same, where the app is at hand. */
export function approvalsFor(
  access: Access | null,
  app: Pick<AppRecord, 'roles'> | null | undefined,
): number {
  if (access?.kind !== 'app') return 1;
  return app?.roles.find(({ id }) => id === access.roleId)?.privileged ? 2 : 1;
}

/** The acting person's part of a decision. */
export function ownApproval(context: Context): Approval {
  const { id: accountId, name } = requireAccount(context);
  return { accountId, name, at: context.now() };
}
