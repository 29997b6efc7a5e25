import { noticeMessage } from '../../views/common/notices.ts';
import { organizationsModal } from '../../views/organizations/organizations-modal.ts';
import { deny } from '../domain/errors.ts';
import { searchKey } from '../domain/people.ts';
import type { Permission } from '../domain/permissions.ts';
import { organizationsFor } from '../services/organizations.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import type { Turn } from './turn.ts';

interface Question {
  permission: Permission;
  /** What follows the command: a login domain or the beginning of a name; maybe nothing. */
  typed: string;
  /** Hears which one was chosen. */
  action: string;
  command: string;
}

/**
 * Goes on with the organization that a command is about: the only one there is, or the one that was named. Where several are
 * meant, the person chooses.
 * @throws DomainError `deny` when there is none in which the person may do `permission`
 */
export async function withOrganization(
  turn: Turn,
  { permission, typed, action, command }: Question,
  open: (organizationId: string) => Promise<void>,
): Promise<void> {
  const places = await organizationsFor(turn.context, permission);
  if (places.length === 0) throw deny();
  const meant = named(
    places.map(({ organization }) => organization),
    searchKey(typed),
  );
  const [first, ...others] = meant;
  if (!first) {
    const text = `None of your organizations has a login domain or a name that begins with “${typed.slice(0, 40)}”.`;
    return turn.tell(noticeMessage(text));
  }
  if (others.length === 0) return open(first._id);
  const organizations = meant.map(({ _id: id, name, domain }) => ({ id, name, domain }));
  await turn.show(organizationsModal({ organizations, action, command }));
}

/** A login domain is unique: to the letter, it means one organization alone. */
function named(organizations: OrganizationRecord[], typed: string): OrganizationRecord[] {
  const exact = organizations.filter(({ domain }) => domain === typed);
  if (exact.length > 0) return exact;
  return organizations.filter(
    ({ name, domain }) => searchKey(name).startsWith(typed) || domain.startsWith(typed),
  );
}
