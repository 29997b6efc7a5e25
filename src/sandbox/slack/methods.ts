import { checkMessage, checkView } from '../rules/index.ts';
import { chatMethods } from './chat-methods.ts';
import { fileMethods } from './file-methods.ts';
import { isObj, parseJson } from './json.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people-methods.ts';
import { invalid, SlackError } from './slack-error.ts';
import { viewMethods } from './view-methods.ts';

/** The Web API methods that the sandbox has. */
export const methods: Record<string, Method> = {
  'api.test': { token: 'none', limit: 'special', run: (_context, args) => ({ args }) },
  'auth.test': {
    token: 'bot',
    limit: 'special',
    run({ world: { workspace, identity, appName, origin } }) {
      return {
        url: `${origin}/`,
        team: workspace.name,
        user: appName.toLowerCase(),
        team_id: workspace.id,
        user_id: identity.botUserId,
        bot_id: identity.botId,
        is_enterprise_install: false,
      };
    },
  },
  'apps.connections.open': {
    token: 'app',
    limit: 'special',
    run({ hub, transport }) {
      if (transport().kind !== 'socket') throw new SlackError('access_denied', { violation: true });
      return { url: hub.ticketUrl() };
    },
  },
  'blocks.validate': {
    token: 'none',
    limit: 'special',
    run(_context, args) {
      const read = (value: unknown) => (typeof value === 'string' ? parseJson(value) : value);
      const message = read(args.message);
      const problems =
        args.view === undefined
          ? checkMessage({ text: '-', ...(isObj(message) ? message : { blocks: read(args.blocks) }) })
          : checkView(read(args.view));
      if (problems.length > 0) throw invalid('invalid_blocks', problems);
      return {};
    },
  },
  ...chatMethods,
  ...viewMethods,
  ...peopleMethods,
  ...fileMethods,
};
