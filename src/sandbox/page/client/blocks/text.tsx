import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { Mrkdwn } from '../mrkdwn/mrkdwn.tsx';
import { plainOf } from '../mrkdwn/plain.ts';
import { PlainText, textOf } from './plain-text.tsx';

export function Text({ text }: { text: MrkdwnElement | PlainTextElement }) {
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : <PlainText text={text} />;
}

/** The same without any marks. */
export const wordsOf = (text: MrkdwnElement | PlainTextElement) =>
  text.type === 'mrkdwn' ? plainOf(text.text) : textOf(text);
