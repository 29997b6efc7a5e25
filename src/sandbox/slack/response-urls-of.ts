import { asObj, type Obj } from './json.ts';
import type { ElementState, Person } from './screen.ts';
import { newResponseUrl } from './triggers.ts';
import type { ViewRecord } from './types.ts';
import type { World } from './world.ts';

/** One response_url for each chosen conversation of a select that asks for it. */
export function responseUrlsOf(world: World, person: Person, record: ViewRecord): Obj[] {
  return record.view.blocks.flatMap((block) => {
    const element = asObj(asObj(block).element);
    if (element.response_url_enabled !== true) return [];
    const blockId = String(asObj(block).block_id);
    const actionId = String(element.action_id);
    const chosen: ElementState | undefined = record.state[blockId]?.[actionId];
    const conversation = chosen?.selected_conversation ?? chosen?.selected_channel;
    if (typeof conversation !== 'string') return [];
    return [
      {
        block_id: blockId,
        action_id: actionId,
        channel_id: conversation,
        response_url: newResponseUrl(world, 'app', { userId: person.id, conversation }),
      },
    ];
  });
}
