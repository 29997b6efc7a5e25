import type { Access } from '../../domain/access.ts';
import type { FileRow } from '../../domain/import-row.ts';
import { grantKey, inTime } from '../authority.ts';
import type { Context } from '../context.ts';
import { offerKey } from '../invitations/keys.ts';
import type { RowFacts } from './judge.ts';

type Asked = { row: FileRow; accesses: Access[] };

/** What is there for each of many rows, after three look-ups. */
export async function whatIsThereForAll(
  context: Context,
  organizationId: string,
  rows: readonly Asked[],
): Promise<(asked: Asked) => RowFacts> {
  const { tenantId } = context.actor;
  const now = context.now();
  const emailKeys = [...new Set(rows.map(({ row }) => row.email.key))];
  const accounts = await context.store.accounts.find({ tenantId, emailKey: { $in: emailKeys } }).lean();
  const accountByEmail = new Map(accounts.map((account) => [account.emailKey, account]));

  const grantKeys = rows.flatMap(({ row, accesses }) => {
    const account = accountByEmail.get(row.email.key);
    return account ? accesses.map((access) => grantKey(organizationId, access, account._id)) : [];
  });
  const grants =
    grantKeys.length === 0
      ? []
      : await context.store.grants.find({ tenantId, liveKey: { $in: grantKeys }, ...inTime(now) }).lean();
  const grantByKey = new Map(grants.map((grant) => [grant.liveKey, grant]));

  const offerKeys = rows.flatMap(({ row, accesses }) =>
    accesses.map((access) => offerKey(organizationId, access, row.email.key)),
  );
  const invitations = await context.store.invitations.find({ tenantId, liveKey: { $in: offerKeys } }).lean();
  const invitationByKey = new Map(
    invitations
      .filter(({ status, expiresAt }) => status === 'waitlisted' || expiresAt > now)
      .map((invitation) => [invitation.liveKey, invitation]),
  );

  return ({ row, accesses }) => {
    const account = accountByEmail.get(row.email.key) ?? null;
    const wanted = accesses.map((access) => ({
      access,
      taken: {
        grant: (account && grantByKey.get(grantKey(organizationId, access, account._id))) ?? null,
        invitation: invitationByKey.get(offerKey(organizationId, access, row.email.key)) ?? null,
      },
    }));
    return { row, account, wanted };
  };
}
