import { homeView } from '../../views/home/home-view.ts';
import type { VacantOrganization } from '../../views/home/vacant.ts';
import { homeOverview } from '../services/home/index.ts';
import { vacantOrganizations } from '../services/people/take-over.ts';
import type { Turn } from './turn.ts';

/** Publishes a person's Home as things are now. */
export async function publishHome(turn: Pick<Turn, 'context' | 'client' | 'profile'>): Promise<void> {
  const overview = await homeOverview(turn.context);
  const canSetUp = !overview.hasOrganizations && (await turn.profile()).isWorkspaceAdmin;
  const vacant = await vacantFor(turn);
  const view = homeView({ ...overview, canSetUp, vacant });
  await turn.client.views.publish({ user_id: turn.context.actor.identity.userId, view });
}

/** The organizations without an owner, for an admin of the workspace. Slack is asked who that is only if there are any. */
async function vacantFor(turn: Pick<Turn, 'context' | 'profile'>): Promise<VacantOrganization[]> {
  const vacant = await vacantOrganizations(turn.context);
  if (vacant.length === 0 || !(await turn.profile()).isWorkspaceAdmin) return [];
  return vacant.map(({ _id: id, name }) => ({ id, name }));
}

/** Home after a change that the person made. A Home that cannot be shown spoils nothing: the next visit makes it anew. */
export function refreshHome(turn: Turn): void {
  publishHome(turn).catch((error: unknown) => turn.log.warn({ err: error }, 'home not refreshed'));
}
