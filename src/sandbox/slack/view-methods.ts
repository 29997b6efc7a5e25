import { asText, type Obj } from './json.ts';
import type { Method } from './method.ts';
import { mistake, SlackError } from './slack-error.ts';
import { validTrigger } from './triggers.ts';
import type { ViewRecord } from './types.ts';
import {
  apiView,
  findByExternalId,
  findView,
  openView,
  publishHome,
  pushView,
  readView,
  stackOf,
  updateView,
} from './views.ts';
import type { Trigger, World } from './world.ts';

const base = { token: 'bot', limit: 100 } as const;

export const viewMethods: Record<string, Method> = {
  'views.open': {
    ...base,
    run({ world }, args) {
      const trigger = validTrigger(world, args.trigger_id);
      const view = readView(args.view, 'modal');
      // Opening from within a modal puts the new one on top, as `views.push` does.
      const open = isOverModals(world, trigger) ? pushView : openView;
      const record = open(world, trigger.userId, view);
      trigger.used = true;
      return { view: apiView(world, record) };
    },
  },
  'views.push': {
    ...base,
    run({ world }, args) {
      const trigger = validTrigger(world, args.trigger_id);
      if (trigger.viewId === undefined) throw mistake('invalid_trigger_id');
      const view = readView(args.view, 'modal');
      const record = pushView(world, trigger.userId, view);
      trigger.used = true;
      return { view: apiView(world, record) };
    },
  },
  'views.update': {
    ...base,
    run({ world }, args) {
      const record = viewToUpdate(world, args);
      const type = record.view.type === 'home' ? 'home' : 'modal';
      updateView(world, record, readView(args.view, type), hashOf(args));
      return { view: apiView(world, record) };
    },
  },
  'views.publish': {
    ...base,
    run({ world }, args) {
      const userId = asText(args.user_id);
      if (!world.manifest.homeTab) throw mistake('not_enabled');
      if (!world.people.has(userId)) {
        throw new SlackError('invalid_arguments', {
          extra: { response_metadata: { messages: ['[ERROR] user not found [json-pointer:/user_id]'] } },
        });
      }
      const record = publishHome(world, userId, readView(args.view, 'home'), hashOf(args));
      return { view: apiView(world, record) };
    },
  },
};

function isOverModals(world: World, { userId, viewId }: Trigger): boolean {
  return viewId !== undefined && stackOf(world, userId).length > 0;
}

function viewToUpdate(world: World, args: Obj): ViewRecord {
  const viewId = asText(args.view_id);
  const externalId = asText(args.external_id);
  if (viewId === '' && externalId === '') {
    throw mistake('invalid_arguments', '[ERROR] missing required field: view_id or external_id');
  }
  const record = viewId === '' ? findByExternalId(world, externalId) : findView(world, viewId);
  if (record === undefined) throw new SlackError('not_found');
  return record;
}

function hashOf(args: Obj): string | undefined {
  return asText(args.hash) || undefined;
}
