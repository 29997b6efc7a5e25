import { grantKey, inTime } from '../authority.ts';
import type { Context } from '../context.ts';
import { offerKey } from '../invitations/keys.ts';
import { spentBefore } from './earlier.ts';
import type { RowFacts } from './judge.ts';
import type { PlacedRow } from './place-rows.ts';

/** What is there for each of many rows, after a few look-ups. @param runs earlier ones of the same file */
export async function whatIsThereForAll(
  context: Context,
  organizationId: string,
  rows: readonly PlacedRow[],
  runs: readonly string[],
): Promise<(asked: PlacedRow) => RowFacts> {
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

  const lines = rows.map(({ line }) => line);
  const spent = await spentBefore(context, organizationId, runs, lines);

  return ({ line, row, accesses }) => {
    const account = accountByEmail.get(row.email.key) ?? null;
    const wanted = accesses.map((access) => ({
      access,
      taken: {
        grant: (account && grantByKey.get(grantKey(organizationId, access, account._id))) ?? null,
        invitation: invitationByKey.get(offerKey(organizationId, access, row.email.key)) ?? null,
      },
      spent: spent(line, access),
    }));
    return { row, account, wanted };
  };
}
