import type { KnownBlock, MrkdwnElement } from '@slack/types';

export interface SlackMessage {
  /** What notifications and screen readers say. */
  text: string;
  blocks: KnownBlock[];
}

export function message(summary: MrkdwnElement, blocks: KnownBlock[]): SlackMessage {
  return { text: summary.text, blocks };
}
