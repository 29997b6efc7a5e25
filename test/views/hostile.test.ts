import { describe, expect, it } from 'vitest';
import { everyMail, everyMessage, everyView } from './catalogue.ts';
import { attacks, hostile, ordinary } from './samples.ts';

interface TextObject {
  type: string;
  text: string;
  verbatim?: boolean;
  emoji?: boolean;
}

function textObjects(value: unknown): TextObject[] {
  if (Array.isArray(value)) return value.flatMap(textObjects);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text');
  return [...(own ? [value as TextObject] : []), ...Object.values(value).flatMap(textObjects)];
}

/** All that Slack would parse: the mrkdwn of every view and message, and the text of every message. */
function parsed(words: string): string[] {
  const typed = hostile(words);
  const messages = everyMessage(typed);
  const objects = [...everyView(typed), ...messages].flatMap(([, made]) => textObjects(made));
  const texts = objects.filter(({ type }) => type === 'mrkdwn').map(({ text }) => text);
  return [...texts, ...messages.map(([, { text }]) => text)];
}

/** How often each character that Slack acts on occurs in each text. */
function marks(text: string): Record<string, number> {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    angles: count(/[<>]/g),
    stars: count(/\*/g),
    tildes: count(/~/g),
    ticks: count(/`/g),
    lines: count(/[\n\r]/g),
    underscores: count(/(?<![\p{L}\p{N}{])_|_(?![\p{L}\p{N}])/gu),
    broadcasts: count(/(?<![\p{L}\p{N}])@(?:here|channel|everyone)/gu),
    addresses: count(/:\/\/|evil\.example/g),
    overrides: count(/[\u202A-\u202E\u2066\u2067]/g),
  };
}

describe('what people type is literal everywhere in Slack (A39)', () => {
  const neutral = parsed('neutral').map(marks);

  it.each(attacks)('%j pings, links and formats nothing (A39)', (attack) => {
    // A notice keeps its line breaks: it comes from Gatehouse, not from a person.
    const oneLine = attack.replaceAll(/[\r\n]+/g, ' ');
    expect(parsed(oneLine).map(marks)).toEqual(neutral);
  });

  it('turns off Slack’s own linking and emoji in every text', () => {
    const objects = [...everyView(ordinary), ...everyMessage(ordinary)].flatMap(([, made]) =>
      textObjects(made),
    );
    expect(objects.filter(({ type, verbatim }) => type === 'mrkdwn' && verbatim !== true)).toEqual([]);
    expect(objects.filter(({ type, emoji }) => type === 'plain_text' && emoji !== false)).toEqual([]);
  });
});

describe('mails', () => {
  /** Names and notes are hostile; addresses and usernames are what their schemas allow. */
  const mails = (words: string) =>
    everyMail({
      ...hostile(words),
      username: ordinary.username,
      email: ordinary.email,
      otherEmail: ordinary.otherEmail,
      providerUsername: ordinary.providerUsername,
    }).map(([, made]) => made);
  const tags = (html: string) => (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?span>$/.test(tag));
  const neutral = mails('neutral');

  it.each(attacks)('hold %j as text: no markup, no link, no second header (A40)', (attack) => {
    const oneLine = attack.replaceAll(/[\r\n]+/g, ' ');
    const made = mails(oneLine);
    expect(made.map(({ html }) => tags(html))).toEqual(neutral.map(({ html }) => tags(html)));
    for (const { subject, text, html } of made) {
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(subject + text + html).not.toMatch(/evil\.example|:\/\//);
      expect(text).not.toMatch(/[\u202A-\u202E\u2066\u2067]/);
    }
  });

  it('break a header by no line break (A36, A40)', () => {
    for (const { subject } of mails('Ada\r\nBcc: eve@evil.example')) expect(subject).not.toMatch(/[\r\n]/);
  });

  it('have no links and no images, so that scanners find nothing to fetch (A31)', () => {
    for (const { text, html } of everyMail(ordinary).map(([, made]) => made)) {
      expect(html).not.toMatch(/<a\b|<img|href|src=|url\(|@import|<script|<form/i);
      expect(text + html).not.toMatch(/https?:|www\./);
    }
  });

  it('never show a username as a web address, and keep it exact (A40)', () => {
    const made = everyMail({ ...ordinary, username: 'evil.example' }).map(([, mail]) => mail);
    for (const { html } of made) expect(html).not.toContain('evil.example');
    expect(made.some(({ text }) => text.includes('Username: evil.example'))).toBe(true);
  });
});
