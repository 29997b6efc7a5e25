import type { KnownBlock } from '@slack/types';
import { checkMessage } from '../rules/index.ts';
import { withIds } from './elements.ts';
import { asText, type Obj } from './json.ts';

/** A message that came as the body of an acknowledgement or to a response_url, checked. */
export interface Answer {
  text: string;
  blocks: KnownBlock[];
  inChannel: boolean;
}

/** Reads the answer to a slash command, or says what is wrong with it. */
export function checkCommandAnswer(body: Obj): Answer | { problem: string } {
  const { response_type: type } = body;
  if (type !== undefined && type !== 'ephemeral' && type !== 'in_channel') {
    return { problem: `has the response_type ${JSON.stringify(type)}` };
  }
  const text = asText(body.text);
  const hasBlocks = Array.isArray(body.blocks) && body.blocks.length > 0;
  if (text === '' && !hasBlocks) return { problem: 'has neither text nor blocks' };
  const [problem] = messageProblems(text, body.blocks);
  if (problem !== undefined) return { problem };
  return { text, blocks: withIds(body.blocks) as KnownBlock[], inChannel: type === 'in_channel' };
}

/** What breaks Slack's limits in a message's blocks; the text has its own rules in each method. */
export function messageProblems(text: string, blocks: unknown): string[] {
  if (blocks === undefined) return [];
  return checkMessage({ text, blocks })
    .filter(({ path }) => !path.startsWith('/text'))
    .map(({ path, message }) => `${path} ${message}`);
}
