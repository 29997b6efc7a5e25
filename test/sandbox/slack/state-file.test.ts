import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { as } from '../../support/slack.ts';
import { button, IVAN, OLGA, section, startWorkspace } from './fixture.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slack-state-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps messages, Home, unread counts and response_urls across a restart', async () => {
  const stateFile = join(directory, 'deep', 'slack.json');
  const first = await startWorkspace({ stateFile });
  const posted = await first.call('chat.postMessage', {
    channel: OLGA,
    text: 'Before',
    blocks: [button('go')],
  });
  await first.call('chat.postEphemeral', { channel: 'C0GENERAL', user: OLGA, text: 'Psst' });
  await first.call('views.publish', { user_id: OLGA, view: { type: 'home', blocks: [section('Mine')] } });
  await as(first.slack, OLGA).press('go');
  const url = new URL(String(first.received.at(-1)?.response_url));
  await first.stop();

  const second = await startWorkspace({ stateFile });
  const olga = as(second.slack, OLGA);
  expect(olga.messages()).toMatchObject([{ text: 'Before', ts: posted.ts }]);
  expect(olga.unread()).toBe(1);
  expect(olga.text('home')).toBe('Mine');
  expect(olga.messages('general')).toEqual([]);
  expect(second.slack.botToken).toBe(first.slack.botToken);
  const later = await second.call('chat.update', { channel: posted.channel, ts: posted.ts, text: 'After' });
  expect(later).toMatchObject({ ok: true });
  const response = await fetch(new URL(url.pathname, second.slack.url), {
    method: 'POST',
    body: '{"text":"Hi"}',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  await second.stop();
});

it('is on disk before the call is answered', async () => {
  const stateFile = join(directory, 'slack.json');
  const home = await startWorkspace({ stateFile });
  await home.call('chat.postMessage', { channel: IVAN, text: 'Written down' });
  expect(await readFile(stateFile, 'utf8')).toContain('Written down');
  await home.stop();
});

it('says what to do when the file cannot be read', async () => {
  const stateFile = join(directory, 'slack.json');
  await writeFile(stateFile, '{"conversations":');
  await expect(startWorkspace({ stateFile })).rejects.toThrow('Delete the file');
});
