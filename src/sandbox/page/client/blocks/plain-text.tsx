import type { PlainTextElement } from '@slack/types';
import { emojiOf } from '../mrkdwn/emoji.ts';

export const textOf = ({ text, emoji = true }: PlainTextElement) =>
  emoji ? text.replace(/:([a-z0-9_+'-]+):/g, (_, name: string) => emojiOf(name)) : text;

export function PlainText({ text }: { text: PlainTextElement }) {
  return <span class="plain-text">{textOf(text)}</span>;
}
