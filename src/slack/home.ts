import { homeView } from '../../views/home/home-view.ts';
import { homeOverview } from '../services/home/index.ts';
import type { Turn } from './turn.ts';

/** Publishes a person's Home as things are now. */
export async function publishHome(turn: Pick<Turn, 'context' | 'client' | 'profile'>): Promise<void> {
  const overview = await homeOverview(turn.context);
  const canSetUp = !overview.hasOrganizations && (await turn.profile()).isWorkspaceAdmin;
  const view = homeView({ ...overview, canSetUp });
  await turn.client.views.publish({ user_id: turn.context.actor.identity.userId, view });
}

/** Home after a change that the person made. A Home that cannot be shown spoils nothing: the next visit makes it anew. */
export function refreshHome(turn: Turn): void {
  publishHome(turn).catch((error: unknown) => turn.log.warn({ err: error }, 'home not refreshed'));
}
