/** A person at the screen of the fake Slack, for tests told as stories. */
import { placedElements } from '../../src/sandbox/slack/elements.ts';
import type { FakeSlack } from '../../src/sandbox/slack/index.ts';
import type {
  ElementState,
  GestureResult,
  Notice,
  Screen,
  ShownMessage,
  ShownModal,
  StateValues,
  Surface,
} from '../../src/sandbox/slack/screen.ts';
import { fieldOf } from '../../views/common/ids.ts';
import { chosenState, type Entry } from './slack-entries.ts';
import { visibleText } from './slack-text.ts';

/** Where to look; the top modal when there is one, else Home. */
type Where = 'modal' | 'home' | 'message';

interface PressOptions {
  /** Tells apart elements with the same action_id. */
  text?: string;
  value?: string;
  in?: Where;
  /** Conversation of the message; without it, the newest message that has the element. */
  conversation?: string;
  message?: ShownMessage;
}

export interface Driver {
  userId: string;
  screen(): Screen;
  /** Types a slash command, in the first channel unless `conversation` says where. */
  command(command: string, text?: string, conversation?: string): Promise<GestureResult>;
  say(conversation: string, text: string): Promise<GestureResult>;
  shortcut(callbackId: string): Promise<GestureResult>;
  openHome(): Promise<GestureResult>;
  read(conversation?: string): Promise<GestureResult>;
  /** The top modal; throws when none is open. */
  modal(): ShownModal;
  hasModal(): boolean;
  home(): NonNullable<Screen['home']>;
  /** Field errors of the top modal, by field name. */
  errors(): Record<string, string>;
  /** Enters values into the top modal, by field name. */
  fill(values: Record<string, Entry>): Promise<void>;
  /** Chooses by an option's text or value, in the top modal, else on Home or in a message. */
  choose(field: string, choice: Entry, options?: PressOptions): Promise<GestureResult>;
  /** Enters a text in the top modal and presses Enter. */
  enter(field: string, text: string): Promise<GestureResult>;
  /** The options that a select offers now; asks the app when they are external. */
  offers(field: string, query?: string, options?: PressOptions): Promise<{ text: string; value: string }[]>;
  press(actionId: string, options?: PressOptions): Promise<GestureResult>;
  submit(): Promise<GestureResult>;
  close(options?: { all?: boolean }): Promise<GestureResult>;
  /** Messages of a conversation by its name or id; the app's own without an argument. */
  messages(conversation?: string): ShownMessage[];
  lastMessage(conversation?: string): ShownMessage;
  unread(conversation?: string): number;
  notices(): Notice[];
  /** All visible text of the top modal, else of Home; or of what is given. */
  text(of?: ShownMessage | 'home' | 'modal'): string;
}

/** Takes a seat at the screen of one person. */
export function as(slack: FakeSlack, userId: string): Driver {
  const screen = () => slack.screen(userId);
  const perform = slack.perform.bind(slack, userId);

  function conversationId(name: string | undefined): string {
    const { conversations } = screen();
    const wanted = name?.replace(/^#/, '');
    const found = conversations.find((one) =>
      wanted === undefined ? one.kind === 'app' : one.id === wanted || one.name === wanted,
    );
    if (found === undefined) throw new Error(`${userId} has no conversation ${name ?? 'with the app'}.`);
    return found.id;
  }

  function defaultConversation(): string {
    const { conversations } = screen();
    const found =
      conversations.find((one) => one.kind !== 'app' && one.readOnly !== true) ?? conversations[0];
    if (found === undefined) throw new Error(`${userId} is in no conversation.`);
    return found.id;
  }

  function modal(): ShownModal {
    const top = screen().modals.at(-1);
    if (top === undefined) {
      const notices = screen().notices.map(({ text }) => text);
      throw new Error(`${userId} has no modal open. Notices: ${notices.join(' | ') || 'none'}`);
    }
    return top;
  }

  function home(): NonNullable<Screen['home']> {
    const shown = screen().home;
    if (shown === null) throw new Error(`${userId} has no Home yet.`);
    return shown;
  }

  /** The surfaces to search, the most likely first. */
  function surfaces(options: PressOptions): { on: Surface; blocks: unknown; state: StateValues }[] {
    const now = screen();
    const lists =
      options.conversation === undefined ? Object.values(now.messages) : [messages(options.conversation)];
    const shown = options.message
      ? [options.message]
      : lists.flat().sort((a, b) => Number(b.ts) - Number(a.ts));
    const top = now.modals.at(-1);
    const where = options.in ?? (options.message || options.conversation ? 'message' : undefined);
    const inModal =
      top === undefined ? [] : [{ on: { type: 'modal', viewId: top.id } as const, ...viewOf(top) }];
    const inHome = now.home === null ? [] : [{ on: { type: 'home' } as const, ...viewOf(now.home) }];
    const inMessages = shown.map(({ conversation, ts, blocks, state = {} }) => ({
      on: { type: 'message', conversation, ts } as const,
      blocks,
      state,
    }));
    if (where === 'modal') return inModal;
    if (where === 'home') return inHome;
    return where === 'message' ? inMessages : [...inModal, ...inHome, ...inMessages];
  }

  function find(matches: (placed: Found) => boolean, what: string, options: PressOptions): Found {
    for (const { on, blocks, state } of surfaces(options)) {
      const found = placedElements(blocks)
        .map((placed) => ({ ...placed, on, state: state[placed.blockId]?.[placed.actionId] }))
        .find(matches);
      if (found !== undefined) return found;
    }
    throw new Error(
      `${userId} sees nothing called ${what}${options.text ? ` with the text ${options.text}` : ''}.`,
    );
  }

  async function offers(field: string, query = '', options: PressOptions = {}) {
    const { on, element, blockId, actionId } = find((placed) => isNamed(placed, field), field, options);
    return slack
      .options(userId, on, blockId, actionId, query)
      .then((external) => (String(element.type).includes('external') ? external : listed(element)));
  }

  async function choose(
    field: string,
    choice: Entry,
    options: PressOptions & { enter?: true } = {},
  ): Promise<GestureResult> {
    const matches = (placed: Found) => isNamed(placed, field) && placed.state !== undefined;
    const { on, element, blockId, actionId } = find(matches, field, options);
    const value = await chosenState(screen(), element, choice, (query) =>
      slack.options(userId, on, blockId, actionId, query),
    );
    const enter = options.enter ? { enter: options.enter } : {};
    return perform({ kind: 'change', on, blockId, actionId, value, ...enter });
  }

  function messages(conversation?: string): ShownMessage[] {
    return screen().messages[conversationId(conversation)] ?? [];
  }

  return {
    userId,
    screen,
    command: (command, text, conversation) =>
      perform({
        kind: 'say',
        conversation: conversation === undefined ? defaultConversation() : conversationId(conversation),
        text: `${command} ${text ?? ''}`.trim(),
      }),
    say: (conversation, text) => perform({ kind: 'say', conversation: conversationId(conversation), text }),
    shortcut: (callbackId) => perform({ kind: 'shortcut', callbackId }),
    openHome: () => perform({ kind: 'open-home' }),
    read: (conversation) => perform({ kind: 'read', conversation: conversationId(conversation) }),
    modal,
    hasModal: () => screen().modals.length > 0,
    home,
    errors: () =>
      Object.fromEntries(Object.entries(modal().errors).map(([blockId, error]) => [fieldOf(blockId), error])),
    async fill(values) {
      for (const [field, entry] of Object.entries(values)) {
        const result = await choose(field, entry, { in: 'modal' });
        if (!result.ok) throw new Error(`${userId} cannot fill in ${field}: ${result.error}`);
      }
    },
    choose,
    enter: (field, text) => choose(field, text, { in: 'modal', enter: true }),
    offers,
    press(actionId, options = {}) {
      const { on, element, blockId } = find(
        (placed) => isPressed(placed, actionId, options),
        actionId,
        options,
      );
      const option = element.type === 'overflow' ? pick(element, options) : undefined;
      const value: ElementState = { type: 'overflow', selected_option: option };
      return perform({ kind: 'press', on, blockId, actionId, ...(option === undefined ? {} : { value }) });
    },
    submit: () => perform({ kind: 'submit', viewId: modal().id }),
    close: ({ all = false } = {}) => perform({ kind: 'close', viewId: modal().id, all }),
    messages,
    lastMessage(conversation) {
      const last = messages(conversation).at(-1);
      if (last === undefined) throw new Error(`${userId} sees no message in ${conversation ?? 'the app'}.`);
      return last;
    },
    unread: (conversation) =>
      screen().conversations.find(({ id }) => id === conversationId(conversation))?.unread ?? 0,
    notices: () => screen().notices,
    text(of) {
      if (of !== undefined && typeof of === 'object') return visibleText(of);
      const isModal = of === 'modal' || (of === undefined && screen().modals.length > 0);
      return visibleText((isModal ? modal() : home()).view);
    },
  };
}

/** Resolves when nothing is under way between the app and Slack. */
export function settled(slack: FakeSlack, quietMs?: number): Promise<void> {
  return slack.settled(quietMs);
}

type Found = ReturnType<typeof placedElements>[number] & { on: Surface; state: ElementState | undefined };

function viewOf({ view, state }: { view: { blocks: unknown }; state: StateValues }) {
  return { blocks: view.blocks, state };
}

/** Whether an element holds this field: by its block's id, with or without a scope, or by its own in an actions block. */
function isNamed({ block, blockId, actionId }: Found, field: string): boolean {
  return blockId === field || fieldOf(blockId) === field || (block.type === 'actions' && actionId === field);
}

function isPressed({ element, actionId }: Found, wanted: string, { text, value }: PressOptions): boolean {
  if (actionId !== wanted) return false;
  if (element.type === 'overflow')
    return pick(element, { ...(text ? { text } : {}), ...(value ? { value } : {}) }) !== undefined;
  const label = (element.text as { text?: string } | undefined)?.text;
  return (text === undefined || label === text) && (value === undefined || element.value === value);
}

function pick(element: Record<string, unknown>, { text, value }: PressOptions) {
  return (element.options as { text: { text: string }; value: string }[] | undefined)?.find(
    (one) => (text === undefined || one.text.text === text) && (value === undefined || one.value === value),
  );
}

function listed(element: Record<string, unknown>): { text: string; value: string }[] {
  const groups = (element.option_groups ?? []) as { options: { text: { text: string }; value: string }[] }[];
  const options = (element.options ?? []) as { text: { text: string }; value: string }[];
  return [...options, ...groups.flatMap((group) => group.options)].map(({ text, value }) => ({
    text: text.text,
    value,
  }));
}
