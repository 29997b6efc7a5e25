import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, type Driver } from '../../support/slack.ts';
import { button, IVAN, OLGA, section, startWorkspace, type TestWorkspace } from './fixture.ts';

let now: Date;
let home: TestWorkspace;
let olga: Driver;
beforeEach(async () => {
  now = new Date('2026-11-21T10:00:00Z');
  home = await startWorkspace({ clock: () => now });
  olga = as(home.slack, OLGA);
});
afterEach(() => home.stop());

async function respond(url: unknown, body: object): Promise<{ status: number; ok: boolean; error?: string }> {
  const response = await fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as { ok: boolean }) };
}

const commandUrl = async (conversation?: string) => (await home.command(OLGA, conversation)).response_url;

/** The response_url of a press on a public message. */
async function pressUrl(): Promise<unknown> {
  await home.call('chat.postMessage', { channel: 'C0GENERAL', text: 'Card', blocks: [button('go')] });
  await olga.press('go', { in: 'message' });
  return home.received.at(-1)?.response_url;
}

describe('a response_url', () => {
  it('answers to the person alone unless told otherwise', async () => {
    const url = await commandUrl();
    expect(await respond(url, { text: 'Quiet' })).toMatchObject({ status: 200, ok: true });
    expect(as(home.slack, IVAN).messages('general')).toEqual([]);
    await respond(url, { text: 'Loud', response_type: 'in_channel' });
    expect(
      as(home.slack, IVAN)
        .messages('general')
        .map(({ text }) => text),
    ).toEqual(['Loud']);
    expect(olga.messages('general').map(({ ephemeral }) => ephemeral)).toEqual([true, false]);
    expect(home.slack.violations).toEqual([]);
  });

  it('reaches a channel that the app is not in', async () => {
    expect(await respond(await commandUrl('C0RANDOM'), { text: 'Hi' })).toMatchObject({ ok: true });
    expect(olga.lastMessage('random').text).toBe('Hi');
  });

  it('serves five times', async () => {
    const url = await commandUrl();
    for (let use = 1; use <= 5; use += 1)
      expect(await respond(url, { text: `${use}` })).toMatchObject({ ok: true });
    expect(await respond(url, { text: '6' })).toMatchObject({ status: 404, error: 'used_url' });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('serves for thirty minutes', async () => {
    const url = await commandUrl();
    now = new Date(now.getTime() + 30 * 60_000);
    expect(await respond(url, { text: 'just in time' })).toMatchObject({ ok: true });
    now = new Date(now.getTime() + 1);
    expect(await respond(url, { text: 'too late' })).toMatchObject({ status: 404, error: 'expired_url' });
  });

  it('replaces and deletes the message of the press', async () => {
    const url = await pressUrl();
    await respond(url, { text: 'Decided', replace_original: true });
    expect(as(home.slack, IVAN).lastMessage('general')).toMatchObject({
      text: 'Decided',
      blocks: [],
      ephemeral: false,
    });
    await respond(url, { delete_original: true });
    expect(olga.messages('general')).toEqual([]);
    expect(await respond(url, { text: 'x', replace_original: true })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await respond(url, { delete_original: true })).toMatchObject({ error: 'message_not_found' });
  });

  it('replaces an ephemeral message, which no API method can', async () => {
    await home.call('chat.postEphemeral', {
      channel: 'C0GENERAL',
      user: OLGA,
      text: 'Ask',
      blocks: [button('go')],
    });
    await olga.press('go');
    await respond(home.received.at(-1)?.response_url, { text: 'Done', replace_original: true });
    expect(olga.messages('general')).toMatchObject([{ text: 'Done', ephemeral: true, edited: false }]);
  });

  it('leaves the person’s command alone and replaces what it said before', async () => {
    const url = await commandUrl();
    await respond(url, { text: 'One', replace_original: true });
    await respond(url, { text: 'Two', replace_original: true });
    expect(olga.messages('general').map(({ text }) => text)).toEqual(['Two']);
  });

  it('cannot make a public message ephemeral, nor the other way round', async () => {
    await respond(await pressUrl(), { text: 'x', replace_original: true, response_type: 'ephemeral' });
    expect(olga.lastMessage('general').ephemeral).toBe(false);
    const url = await commandUrl();
    await respond(url, { text: 'a' });
    await respond(url, { text: 'b', replace_original: true, response_type: 'in_channel' });
    expect(olga.lastMessage('general').ephemeral).toBe(true);
    expect(home.slack.violations).toHaveLength(2);
  });

  it('needs replace_original: false to reply in a thread', async () => {
    await respond(await pressUrl(), { text: 'x', thread_ts: '1.000001' });
    expect(home.slack.violations[0]).toContain('replace_original: false');
  });

  it.each([
    ['nothing to say', {}, 'no_text'],
    ['bad blocks', { text: 'x', blocks: [section('')] }, 'invalid_blocks'],
    ['blocks that are no list', { text: 'x', blocks: 'y' }, 'invalid_blocks_format'],
    ['an unknown response_type', { text: 'x', response_type: 'loud' }, 'invalid_response_type'],
    ['a text over 40,000 characters', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ])('refuses %s', async (_what, body, error) => {
    expect(await respond(await commandUrl(), body)).toMatchObject({ status: 400, ok: false, error });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('takes more text in blocks than chat.postMessage', async () => {
    const blocks = Array.from({ length: 5 }, () => section('x'.repeat(2900)));
    expect(await respond(await commandUrl(), { text: 'Long', blocks })).toMatchObject({ ok: true });
  });

  it('must be one that Slack made', async () => {
    expect(
      await respond(`${home.slack.url.replace('/api/', '')}/actions/T0HOME/1/x`, { text: 'x' }),
    ).toMatchObject({
      error: 'invalid_url',
    });
  });
});
