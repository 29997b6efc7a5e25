import { parseEmail } from '../../domain/email.ts';
import { formError } from '../../domain/errors.ts';
import { chosenAccess, offerInput } from '../../domain/invitations.ts';
import { usernameKey } from '../../domain/people.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import { requireGrantable } from '../access.ts';
import { agree } from '../access-requests/agree.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { parseInput } from '../parse.ts';
import { requestKey } from './keys.ts';
import { type OfferResult, offerTo } from './offer-to.ts';

/**
 * Invites an account by its e-mail address and username, by hand. A request that the account has open is approved by it.
 * @throws DomainError `form` on `username`, `email`, or the access
 */
export async function offerByUsername(context: Context, input: unknown): Promise<OfferResult> {
  const fields = parseInput(offerInput, input);
  const access = chosenAccess(fields);
  return command(context, 'invitation.offer', async (effects): Promise<OfferResult> => {
    const { organization, role: ceiling } = await authorize(context, 'access:grant', fields.organizationId);
    await requireGrantable(context, organization._id, ceiling, access);
    const account = await findAccount(context, fields);
    const request = await context.store.accessRequests
      .findOne({ tenantId: context.actor.tenantId, liveKey: requestKey(organization._id, account._id) })
      .lean();
    if (request?.status === 'pending' && request.expiresAt > context.now()) {
      return agree(context, effects, { request, organization, account, access });
    }
    return offerTo(context, effects, { organization, account, access, requestId: null });
  });
}

async function findAccount(
  context: Context,
  { username, email }: { username: string; email: string },
): Promise<AccountRecord> {
  const account = await context.store.accounts
    .findOne({ tenantId: context.actor.tenantId, usernameKey: usernameKey(username) })
    .lean();
  if (!account) {
    throw formError({
      username: `No account has the username ${username.slice(0, 40)}. Check the notification e-mail.`,
    });
  }
  const parsed = parseEmail(email);
  if ('problem' in parsed) throw formError({ email: 'This is not an e-mail address.' });
  if (parsed.key !== account.emailKey) {
    throw formError({ email: `This is not the address of the account ${account.username}.` });
  }
  if (account._id === requireAccount(context).id) {
    throw formError({ username: "You can't invite yourself. Ask another approver." });
  }
  return account;
}
