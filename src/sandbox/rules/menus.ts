/** Select menus, for one choice and for several. */
import { z } from 'zod';
import {
  actionable,
  confirmable,
  filterable,
  focusable,
  maxSelectable,
  option,
  optionGroup,
  placeholdable,
} from './composition.ts';
import { LIMITS } from './limits.ts';
import { checkOffered, checkSelectable } from './offering.ts';

const menu = { ...actionable, ...confirmable, ...focusable, ...placeholdable };
const multiMenu = { ...menu, ...maxSelectable };
const ids = z.array(z.string().min(1)).min(1);

const offered = {
  options: z.array(option).min(1).max(LIMITS.selectOptions).optional(),
  option_groups: z.array(optionGroup).min(1).max(LIMITS.optionGroups).optional(),
};

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...menu, ...offered, initial_option: option.optional() })
  .superRefine(checkOffered);

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...multiMenu,
    ...offered,
    initial_options: z.array(option).min(1).optional(),
  })
  .superRefine(checkOffered)
  .superRefine(checkSelectable);

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...menu,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
});

const multiExternalSelect = z
  .strictObject({
    type: z.literal('multi_external_select'),
    ...multiMenu,
    initial_options: z.array(option).min(1).optional(),
    min_query_length: z.int().min(0).optional(),
  })
  .superRefine(checkSelectable);

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().min(1).optional(),
});

const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...multiMenu,
  initial_users: ids.optional(),
});

const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...filterable,
  initial_conversation: z.string().min(1).optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
});

const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...multiMenu,
  ...filterable,
  initial_conversations: ids.optional(),
  default_to_current_conversation: z.boolean().optional(),
});

const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  initial_channel: z.string().min(1).optional(),
  response_url_enabled: z.boolean().optional(),
});

const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...multiMenu,
  initial_channels: ids.optional(),
});

export const menus = [
  staticSelect,
  externalSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiExternalSelect,
  multiUsersSelect,
  multiConversationsSelect,
  multiChannelsSelect,
] as const;
