/** The app manifest: the documented keys and limits, and what Slack says only when an app is created. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { BOT_EVENTS, BOT_SCOPES, BUILT_IN_COMMANDS, SCOPE_OF_EVENT, SCOPE_OF_SCOPE } from './names.ts';
import { asSent, type Problem, problemsIn } from './problem.ts';

/** WCAG AA for normal text. */
const MIN_CONTRAST = 4.5;

const text = (max: number) => z.string().min(1).max(max);
const flag = z.boolean().optional();
const httpsUrl = (max: number) =>
  z
    .string()
    .max(max)
    .refine((url) => URL.canParse(url) && new URL(url).protocol === 'https:', 'must be an https URL');
const unique = (values: readonly unknown[]) => new Set(values).size === values.length;

const command = z.strictObject({
  command: z
    .string()
    .max(LIMITS.command)
    .regex(/^\/[a-z0-9][a-z0-9-]*$/, 'must be a slash and then lowercase letters, digits and hyphens')
    .refine((name) => !BUILT_IN_COMMANDS.has(name), 'is a command of Slack itself'),
  url: httpsUrl(LIMITS.commandUrl).optional(),
  description: text(LIMITS.commandDescription),
  usage_hint: text(LIMITS.commandUsageHint).optional(),
  should_escape: flag,
});

const shortcut = z.strictObject({
  type: z.enum(['global', 'message']),
  name: text(LIMITS.shortcutName),
  callback_id: text(LIMITS.callbackId),
  description: text(LIMITS.shortcutDescription),
});

const scopes = z
  .array(z.string().refine((scope) => BOT_SCOPES.has(scope), 'is not a scope of a bot'))
  .max(LIMITS.scopes)
  .refine(unique, 'names a scope twice');

const manifest = z.strictObject({
  $schema: z.url().optional(),
  _metadata: z
    .strictObject({
      major_version: z.int().min(1).max(2).optional(),
      minor_version: z.int().min(0).optional(),
    })
    .optional(),
  display_information: z.strictObject({
    name: text(LIMITS.appName),
    description: text(LIMITS.appDescription).optional(),
    long_description: z.string().min(LIMITS.appLongDescriptionMin).max(LIMITS.appLongDescription).optional(),
    background_color: z
      .string()
      .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i, 'must be a hex color')
      .refine((color) => contrastWithWhite(color) >= MIN_CONTRAST, 'is too light for white text')
      .optional(),
  }),
  features: z
    .strictObject({
      app_home: z
        .strictObject({
          home_tab_enabled: flag,
          messages_tab_enabled: flag,
          messages_tab_read_only_enabled: flag,
        })
        .optional(),
      bot_user: z
        .strictObject({
          display_name: text(LIMITS.botName).regex(/^[a-z0-9._-]+$/, 'must be of a-z, 0-9, "-", "_" and "."'),
          always_online: flag,
        })
        .optional(),
      slash_commands: z
        .array(command)
        .min(1)
        .max(LIMITS.commands)
        .refine((list) => unique(list.map((item) => item.command)), 'names a command twice')
        .optional(),
      shortcuts: z
        .array(shortcut)
        .min(1)
        .max(LIMITS.shortcuts)
        .refine((list) => unique(list.map((item) => item.callback_id)), 'names a callback_id twice')
        .optional(),
    })
    .optional(),
  oauth_config: z
    .strictObject({
      redirect_urls: z
        .array(httpsUrl(LIMITS.requestUrl))
        .max(LIMITS.redirectUrls)
        .refine(unique, 'names a URL twice')
        .optional(),
      scopes: z.strictObject({ bot: scopes.optional(), bot_optional: scopes.optional() }).optional(),
    })
    .optional(),
  settings: z
    .strictObject({
      event_subscriptions: z
        .strictObject({
          request_url: httpsUrl(LIMITS.requestUrl).optional(),
          bot_events: z
            .array(z.string().refine((event) => BOT_EVENTS.has(event), 'is not an event of a bot'))
            .max(LIMITS.events)
            .refine(unique, 'names an event twice')
            .optional(),
        })
        .optional(),
      interactivity: z
        .strictObject({
          is_enabled: z.boolean(),
          request_url: httpsUrl(LIMITS.requestUrl).optional(),
          message_menu_options_url: httpsUrl(LIMITS.requestUrl).optional(),
        })
        .optional(),
      org_deploy_enabled: flag,
      socket_mode_enabled: flag,
      token_rotation_enabled: flag,
    })
    .optional(),
});

type Manifest = z.infer<typeof manifest>;

/** Checks an app manifest. An empty list means that Slack takes it. */
export function checkManifest(value: unknown): Problem[] {
  const sent = asSent(value);
  const problems = problemsIn(manifest, sent);
  if (problems.length > 0) return problems;
  const valid = sent as Manifest;
  return [...missingUrls(valid), ...missingScopes(valid)];
}

/** Without Socket Mode Slack has to know an address for everything it sends. */
function missingUrls({ features, settings }: Manifest): Problem[] {
  if (settings?.socket_mode_enabled) return [];
  const events = settings?.event_subscriptions;
  const interactivity = settings?.interactivity;
  const needed: [path: string, isNeeded: boolean | undefined, url: string | undefined][] = [
    ...(features?.slash_commands ?? []).map(({ url }, i): [string, boolean, string | undefined] => [
      `/features/slash_commands/${i}/url`,
      true,
      url,
    ]),
    ['/settings/event_subscriptions/request_url', events !== undefined, events?.request_url],
    ['/settings/interactivity/request_url', interactivity?.is_enabled, interactivity?.request_url],
  ];
  return needed
    .filter(([, isNeeded, url]) => isNeeded && url === undefined)
    .map(([path]) => ({ path, message: 'is missing, and Socket Mode is off' }));
}

function missingScopes({ features, oauth_config, settings }: Manifest): Problem[] {
  const granted = oauth_config?.scopes?.bot ?? [];
  const missing = (scope: string | undefined, reason: string): Problem[] =>
    scope === undefined || granted.includes(scope)
      ? []
      : [{ path: '/oauth_config/scopes/bot', message: `lacks "${scope}", which ${reason} needs` }];
  const isCommanding = features?.slash_commands !== undefined || features?.shortcuts !== undefined;
  return [
    ...(isCommanding ? missing('commands', 'a command or a shortcut') : []),
    ...(settings?.event_subscriptions?.bot_events ?? []).flatMap((event) =>
      missing(SCOPE_OF_EVENT[event], `the event "${event}"`),
    ),
    ...granted.flatMap((scope) => missing(SCOPE_OF_SCOPE[scope], `the scope "${scope}"`)),
  ];
}

/** The contrast ratio of WCAG 2 between a hex color and white. */
function contrastWithWhite(color: string): number {
  const hex = color.slice(1);
  const digits = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
  const linear = [0, 2, 4].map((start) => {
    const channel = Number.parseInt(digits.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
