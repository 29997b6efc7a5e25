/** Answers that only inform. */
import type { ModalView, SectionBlock } from '@slack/types';
import { section } from './blocks.ts';
import { literal, type Markup, mrkdwn, shorten } from './escape.ts';
import { message, type SlackMessage } from './message.ts';
import { infoModal } from './modal.ts';

/** A short answer. The text is shown as it is; only times are shown in the reader's zone. */
export function noticeMessage(text: string): SlackMessage {
  const notice = mrkdwn`${withDates(text)}`;
  return message(notice, [section(notice)]);
}

/** The same in place of a form, or on top of one. */
export function noticeView({ title = 'Gatehouse', text }: { title?: string; text: string }): ModalView {
  return infoModal(title, [section(mrkdwn`${withDates(text)}`)]);
}

/** While something goes on that takes longer than an answer may. `externalId` is how the view is found again. */
export function workingView(externalId: string, text: string): ModalView {
  const promise = 'This can take a minute. If you close this window, the result comes as a direct message.';
  return { ...noticeView({ text: `${text} ${promise}` }), external_id: externalId };
}

/** A short answer at the top of a view that shows what is so now. */
export function noticeBlock(text: string): SectionBlock {
  return section(mrkdwn`${withDates(text)}`, { id: 'notice' });
}

const slackDate = /(<!date\^\d{1,12}\^\{date_short_pretty\} \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>)/;

/** Somebody's words as they are, with times in the reader's zone. Escaping can make a text five times as long, so the first cut may not be enough for a section. */
export function withDates(text: string): Markup {
  const [short = '', shorter = '', shortest = ''] = [2500, 1200, 550].map((max) =>
    asMarkup(shorten(text, max)),
  );
  const markup = [short, shorter].find((candidate) => candidate.length <= 2900) ?? shortest;
  return { markup: markup || '–' };
}

function asMarkup(text: string): string {
  const lines = text.trim().split('\n');
  return lines
    .map((line) =>
      line
        .split(slackDate)
        .map((part, index) => (index % 2 === 1 ? part : literalPart(part)))
        .join(''),
    )
    .join('\n');
}

/** Unlike `literal`, keeps the space around a date. */
function literalPart(text: string): string {
  if (text.trim() === '') return text && ' ';
  const [start = ''] = /^\s*/.exec(text) ?? [];
  const [end = ''] = /\s*$/.exec(text.slice(start.length)) ?? [];
  return `${start && ' '}${literal(text)}${end && ' '}`;
}
