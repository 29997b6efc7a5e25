import type { DirectInput } from '../../domain/direct-invitations.ts';
import { reopenForm } from '../../domain/errors.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import type { DraftValues } from './invitee.ts';
import { prepare } from './prepare.ts';

/** How long what was filled in can be reviewed and sent, in milliseconds. */
const lifetimeMs = 60 * 60 * 1000;

/** Keeps what somebody filled in while they review it. The view carries the id alone (A7). */
export async function saveDraft(context: Context, values: DirectInput): Promise<string> {
  const _id = newId(context, 'drf');
  const { tenantId } = context.actor;
  const { id: accountId } = requireAccount(context);
  await context.store.drafts.insertMany(
    [{ _id, tenantId, accountId, values: { ...values }, at: context.now() }],
    { lean: true },
  );
  return _id;
}

/** What the acting person filled in. @throws DomainError `reopen` when it is another one's, unknown, or an hour old */
export async function openDraft(context: Context, draftId: string): Promise<DraftValues> {
  const { tenantId } = context.actor;
  const { id: accountId } = requireAccount(context);
  const since = new Date(context.now().getTime() - lifetimeMs);
  const draft = await context.store.drafts
    .findOne({ _id: draftId, tenantId, accountId, at: { $gt: since } })
    .lean();
  if (!draft) throw reopenForm();
  return draft.values as DraftValues;
}

/** Invites the account that the typed address belongs to instead: the rest stays as it was. */
export async function useAccountInDraft(context: Context, draftId: string): Promise<void> {
  const values = await openDraft(context, draftId);
  if (values.who !== 'new') return;
  const { known } = (await prepare(context, values)).invitee;
  if (!known) throw reopenForm();
  const { _id: accountId } = known;
  const { organizationId, appId, subscriptionId, roleId, note, expiryDays, accessEndsOn } = values;
  const terms = { organizationId, appId, subscriptionId, roleId, note, expiryDays, accessEndsOn };
  const { tenantId } = context.actor;
  await context.store.drafts.updateOne(
    { _id: draftId, tenantId },
    { $set: { values: { who: 'existing', accountId, byAddress: true, ...terms } } },
  );
}
