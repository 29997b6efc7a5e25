/** Lists of people and of conversations, whose choice is an id. */
import type {
  ChannelsSelect,
  ConversationsSelect as ConversationSelect,
  UsersSelect as UserSelect,
} from '@slack/types';
import { useSandbox } from '../sandbox-context.ts';
import type { Field } from './field.ts';
import { NativeSelect } from './native-select.tsx';
import { useChoice } from './use-choice.ts';

export function UsersSelect({ element, field }: { element: UserSelect; field: Field }) {
  const { screen } = useSandbox();
  const initial = { type: element.type, selected_user: element.initial_user ?? null };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const choices = screen.people.map(({ id, realName }) => ({ value: id, words: realName }));

  return (
    <NativeSelect
      field={field}
      placeholder={element.placeholder?.text ?? 'Choose a person'}
      groups={[{ label: null, choices }]}
      selected={(current.selected_user as string | null | undefined) ?? null}
      focusOnLoad={element.focus_on_load ?? false}
      choose={(id) => choose({ type: element.type, selected_user: id })}
    />
  );
}

const KINDS = { public: 'channel', private: 'private-channel', im: 'app', mpim: null } as const;

export function ConversationsSelect({
  element,
  field,
}: {
  element: ConversationSelect | ChannelsSelect;
  field: Field;
}) {
  const { screen } = useSandbox();
  const key = element.type === 'channels_select' ? 'selected_channel' : 'selected_conversation';
  const first = element.type === 'channels_select' ? element.initial_channel : element.initial_conversation;
  const { current, choose } = useChoice(field, { type: element.type, [key]: first ?? null }, element.confirm);
  const wanted = element.type === 'channels_select' ? (['public'] as const) : element.filter?.include;
  const kinds = wanted?.map((kind) => KINDS[kind]);
  const choices = screen.conversations
    .filter(({ kind }) => kinds === undefined || kinds.some((one) => one === kind))
    .map(({ id, kind, name }) => ({ value: id, words: kind === 'app' ? name : `#${name}` }));

  return (
    <NativeSelect
      field={field}
      placeholder={element.placeholder?.text ?? 'Choose a channel'}
      groups={[{ label: null, choices }]}
      selected={(current[key] as string | null | undefined) ?? null}
      focusOnLoad={element.focus_on_load ?? false}
      choose={(id) => choose({ type: element.type, [key]: id })}
    />
  );
}
