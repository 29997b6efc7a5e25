import { type IdentityProvider, identityProviders } from '../../domain/people.ts';
import { nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** A person. The username never changes; the e-mail address only finds people. */
export interface AccountRecord {
  _id: string;
  tenantId: string;
  username: string;
  usernameKey: string;
  email: string;
  emailKey: string;
  firstName: string;
  lastName: string;
  provider: IdentityProvider;
  providerUsername: string;
  /** The Slack identities that act as this account; each belongs to one account only. */
  identityKeys: string[];
  /**
   * The organization that it came in by, and through whose login domain it acts elsewhere: the partner of a workgroup's code that
   * made it, or where it got its first role. Null before that, and once that one has let it go.
   */
  homeOrganizationId: string | null;
  /** The IANA zone that Slack says the person is in, such as `Europe/Vienna`; absent until Slack has said so. */
  timeZone?: string;
  /** Since when Slack says that the person is deactivated; absent while they are not. */
  deactivatedAt?: Date;
  /** Raised by whatever depends on where the account belongs, so that such transactions at once collide. */
  revision?: number;
  createdAt: Date;
}

export const accounts = tenantSchema<AccountRecord>('accounts', {
  username: requiredString,
  usernameKey: requiredString,
  email: requiredString,
  emailKey: requiredString,
  firstName: requiredString,
  lastName: requiredString,
  provider: { type: String, enum: identityProviders, required: true },
  providerUsername: requiredString,
  identityKeys: { type: [String], required: true },
  homeOrganizationId: nullableString,
  timeZone: String,
  deactivatedAt: Date,
  revision: Number,
  createdAt: requiredDate,
});
accounts.index({ tenantId: 1, usernameKey: 1 }, { unique: true });
accounts.index({ tenantId: 1, emailKey: 1 }, { unique: true });
accounts.index({ tenantId: 1, identityKeys: 1 }, { unique: true });
