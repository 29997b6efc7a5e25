import type { AppAccess } from '../../domain/access.ts';
import { parseEmail } from '../../domain/email.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { type OfferedApp, requireOffered } from '../access.ts';
import { authorize } from '../authority.ts';
import type { Context, MailDomainState } from '../context.ts';
import { domainStates } from '../invitations/address-checks.ts';
import { type DraftValues, findInvitee, type Invitee } from './invitee.ts';

/** What is known of a domain, by its name: asked of the network, so never inside a transaction. */
export type DomainStates = ReadonlyMap<string, MailDomainState>;

/** Everything that a direct invitation rests on, as it is now. */
export interface Prepared {
  input: DraftValues;
  organization: OrganizationRecord;
  role: OrganizationRole;
  access: AppAccess;
  offered: OfferedApp;
  invitee: Invitee;
}

/**
 * Finds all that the form names, and makes sure that the acting person may invite there.
 * @throws DomainError `deny`, or `form` on what is not offered (A9)
 */
export async function prepare(context: Context, input: DraftValues): Promise<Prepared> {
  const { organizationId, appId, subscriptionId, roleId } = input;
  const { organization, role } = await authorize(context, 'invitation:send', organizationId);
  const access: AppAccess = { kind: 'app', appId, subscriptionId, roleId };
  const offered = await requireOffered(context, organization._id, access);
  const invitee = await findInvitee(context, input);
  return { input, organization, role, access, offered, invitee };
}

/** Whether mail reaches the domain of a new person; an account's address was proven when the account was made. */
export async function mailStatesOf(context: Context, input: DraftValues): Promise<DomainStates> {
  if (input.who === 'existing') return new Map();
  return domainStates(context, [{ typed: input.email, email: parseEmail(input.email) }]);
}
