/** Files at the strict fake: the file input of a modal, what the app may read of it, and what the app shares itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Obj } from '../../src/sandbox/slack/json.ts';
import {
  IVAN,
  input,
  type ManifestSource,
  manifest,
  modal,
  OLGA,
  startWorkspace,
  type TestWorkspace,
} from './slack/fixture.ts';

const withFiles = (source: ManifestSource) =>
  source.oauth_config.scopes.bot.push('files:read', 'files:write');
const csv = (text: string) => Buffer.from(text);
const form = (more: Obj = {}) => modal([input('file', { type: 'file_input', filetypes: ['csv'], ...more })]);

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await startWorkspace({ manifest: manifest(withFiles) });
});
afterEach(() => workspace.stop());

async function open(view: unknown = form(), userId = OLGA): Promise<string> {
  const { trigger_id } = await workspace.command(userId);
  const answer = await workspace.call('views.open', { trigger_id, view });
  if (!answer.ok) throw new Error(String(answer.error));
  return String((answer.view as Obj).id);
}

const put = (viewId: string, name: string, bytes: Uint8Array, userId = OLGA) =>
  workspace.slack.upload(userId, {
    on: { type: 'modal', viewId },
    blockId: 'file',
    actionId: 'file',
    name,
    bytes,
  });

const chosen = (userId = OLGA) =>
  (workspace.slack.screen(userId).modals.at(-1)?.state.file?.file?.files ?? []) as Obj[];

/** Opens the form, adds a file and submits it; gives what the app got. */
async function submitted(text: string): Promise<Obj> {
  const viewId = await open();
  expect(put(viewId, 'people.csv', csv(text))).toEqual({ ok: true });
  expect(await workspace.slack.perform(OLGA, { kind: 'submit', viewId })).toEqual({ ok: true });
  const { view } = workspace.received.at(-1) as { view: { state: { values: Obj } } };
  const [file] = (view.state.values.file as { file: { files: Obj[] } }).file.files;
  return file ?? {};
}

const download = (url: unknown, token?: string, redirect: 'follow' | 'manual' = 'follow') =>
  fetch(String(url), {
    redirect,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });

describe('a file input', () => {
  it('needs files:read', async () => {
    await workspace.stop();
    workspace = await startWorkspace();
    const { trigger_id } = await workspace.command();
    const answer = await workspace.call('views.open', { trigger_id, view: form() });
    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', needed: 'files:read' });
    expect(workspace.slack.violations.join()).toContain('missing_scope');
  });

  it.each([
    ['another type', 'people.xlsx', csv('a'), 'Only files of these types can be added: csv.'],
    ['no type', 'people', csv('a'), 'Only files of these types can be added: csv.'],
    ['more than 10 MB', 'people.csv', new Uint8Array(10_000_001), 'This file is larger than 10 MB.'],
    ['nothing', 'people.csv', new Uint8Array(), 'This file is empty.'],
  ])('takes no file of %s', async (_, name, bytes, error) => {
    const viewId = await open();
    expect(put(viewId, name, bytes)).toEqual({ ok: false, error });
    expect(chosen()).toEqual([]);
  });

  it('takes capitals in the type, and as many files as it says', async () => {
    const viewId = await open(form({ max_files: 2 }));
    expect(put(viewId, 'A.CSV', csv('a'))).toEqual({ ok: true });
    expect(put(viewId, 'b.csv', csv('b'))).toEqual({ ok: true });
    expect(put(viewId, 'c.csv', csv('c'))).toEqual({ ok: false, error: 'Only 2 can be added here.' });
    expect(chosen().map(({ name }) => name)).toEqual(['A.CSV', 'b.csv']);
  });

  it('lets a file be taken away again, and no other’s be put in', async () => {
    const theirs = await open(form(), IVAN);
    put(theirs, 'secret.csv', csv('s'), IVAN);
    const [secret] = chosen(IVAN);
    const viewId = await open();
    put(viewId, 'people.csv', csv('a'));
    const change = (files: unknown[]) =>
      workspace.slack.perform(OLGA, {
        kind: 'change',
        on: { type: 'modal', viewId },
        blockId: 'file',
        actionId: 'file',
        value: { type: 'file_input', files },
      });
    expect(await change([{ id: secret?.id }])).toMatchObject({ ok: false });
    expect(chosen()).toHaveLength(1);
    expect(await change([])).toEqual({ ok: true });
    expect(chosen()).toEqual([]);
    expect(await workspace.slack.perform(OLGA, { kind: 'submit', viewId })).toMatchObject({ ok: false });
    expect(workspace.slack.screen(OLGA).modals[0]?.errors).toEqual({
      file: 'Please complete this required field.',
    });
  });

  it('keeps its file when the view is drawn anew', async () => {
    const viewId = await open();
    put(viewId, 'people.csv', csv('a'));
    await workspace.call('views.update', { view_id: viewId, view: form({ max_files: 1 }) });
    expect(chosen()).toMatchObject([{ name: 'people.csv', size: 1 }]);
  });
});

describe('a submitted file', () => {
  it('comes with its id, name, size and addresses, and can be read with the token', async () => {
    const file = await submitted('email\niris@x.example\n');
    expect(file).toMatchObject({
      name: 'people.csv',
      size: 21,
      filetype: 'csv',
      mimetype: 'text/csv',
      user: OLGA,
    });
    const info = await workspace.call('files.info', { file: file.id });
    expect(info).toMatchObject({ ok: true, file: { id: file.id, size: 21 } });
    for (const url of [file.url_private, file.url_private_download]) {
      const response = await download(url, workspace.slack.botToken);
      expect(response.headers.get('content-type')).toBe('text/csv');
      expect(await response.text()).toBe('email\niris@x.example\n');
    }
  });

  it.each([
    ['no token', undefined],
    ['a wrong token', 'xoxb-wrong'],
  ])('leads to the sign-in page with %s, as if all were well', async (_, token) => {
    const { url_private_download: url } = await submitted('email\n');
    expect((await download(url, token, 'manual')).status).toBe(302);
    const page = await download(url, token);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).not.toContain('email');
  });

  it('is not the app’s before the form is submitted', async () => {
    const viewId = await open();
    put(viewId, 'people.csv', csv('email\n'));
    const [file] = chosen();
    expect(await workspace.call('files.info', { file: file?.id })).toMatchObject({ error: 'file_not_found' });
    expect((await download(file?.url_private, workspace.slack.botToken, 'manual')).status).toBe(302);
  });

  it('can fail on its way', async () => {
    const { url_private: url } = await submitted('email\niris@x.example\n');
    workspace.slack.faults.next('file_download', { kind: 'http', status: 503 }, { kind: 'apply-then-reset' });
    expect((await download(url, workspace.slack.botToken)).status).toBe(503);
    const cut = download(url, workspace.slack.botToken).then((response) => response.text());
    await expect(cut).rejects.toThrow();
    expect(await (await download(url, workspace.slack.botToken)).text()).toContain('iris');
  });
});

describe('a file of the app', () => {
  const announce = (length: number, filename = 'report.csv') =>
    workspace.call('files.getUploadURLExternal', { filename, length });
  const send = (url: unknown, body: string | FormData) => fetch(String(url), { method: 'POST', body });
  const dmOf = async (userId: string) =>
    String((await workspace.call('chat.postMessage', { channel: userId, text: 'Here it comes.' })).channel);

  it('is announced, sent, completed, and then stands in the conversation for those who are in it', async () => {
    const { upload_url, file_id } = await announce(6);
    expect(await (await send(upload_url, 'email\n')).text()).toBe('OK - 6');
    const channel_id = await dmOf(OLGA);
    const files = [{ id: file_id, title: 'The report' }];
    const args = { files, channel_id, initial_comment: 'Done.' };
    expect(await workspace.call('files.completeUploadExternal', args)).toMatchObject({ ok: true, files });
    const message = workspace.slack.screen(OLGA).messages[channel_id]?.at(-1);
    expect(message).toMatchObject({ text: 'Done.', files: [{ id: file_id, name: 'report.csv', size: 6 }] });
    expect(Buffer.from(workspace.slack.file(OLGA, String(file_id))?.bytes ?? []).toString()).toBe('email\n');
    expect(workspace.slack.file(IVAN, String(file_id))).toBeUndefined();
    expect(await workspace.call('files.info', { file: file_id })).toMatchObject({
      file: { ims: [channel_id] },
    });
    expect(await workspace.call('files.completeUploadExternal', args)).toMatchObject({
      error: 'file_not_found',
    });
  });

  it('goes up as a form as well', async () => {
    const { upload_url } = await announce(6);
    const body = new FormData();
    body.set('filename', new Blob(['email\n']), 'report.csv');
    expect((await send(upload_url, body)).status).toBe(200);
  });

  it('goes up the way the client of Slack does it', async () => {
    const client = new WebClient(workspace.slack.botToken, { slackApiUrl: workspace.slack.url });
    const channel_id = await dmOf(OLGA);
    await client.files.uploadV2({ channel_id, filename: 'report.csv', file: Buffer.from('email\n') });
    expect(workspace.slack.screen(OLGA).messages[channel_id]?.at(-1)?.files).toMatchObject([
      { name: 'report.csv' },
    ]);
    expect(workspace.slack.violations).toEqual([]);
  });

  it.each<[string, (id: unknown) => Promise<Obj>, string]>([
    ['a person’s id', async (id) => ({ files: [{ id }], channel_id: OLGA }), 'invalid_arguments'],
    [
      'a conversation that is none',
      async (id) => ({ files: [{ id }], channel_id: 'C0NOWHERE' }),
      'channel_not_found',
    ],
    ['no file', async () => ({ files: [] }), 'invalid_arguments'],
    ['an unknown file', async () => ({ files: [{ id: 'F0UNKNOWN' }] }), 'file_not_found'],
  ])('is not completed with %s', async (_, argsOf, error) => {
    const { upload_url, file_id } = await announce(1);
    await send(upload_url, 'x');
    const answer = await workspace.call('files.completeUploadExternal', await argsOf(file_id));
    expect(answer).toMatchObject({ ok: false, error });
  });

  it('is not completed before its bytes are there, and they have to be as many as announced', async () => {
    const { upload_url, file_id } = await announce(6);
    const files = [{ id: file_id }];
    expect(await workspace.call('files.completeUploadExternal', { files })).toMatchObject({
      error: 'file_not_found',
    });
    expect((await send(upload_url, 'email')).status).toBe(400);
    expect((await fetch(`${upload_url}x`, { method: 'POST', body: 'email\n' })).status).toBe(404);
    expect(workspace.slack.violations.at(-1)).toBe('an upload of 6 bytes was announced, and 5 came');
  });

  it('is announced with a name and a length', async () => {
    expect(await announce(0)).toMatchObject({ error: 'invalid_arguments' });
    expect(await announce(1, '')).toMatchObject({ error: 'invalid_arguments' });
  });

  it('needs files:write, and stays in the channels that the app is in', async () => {
    await workspace.stop();
    const roomy = manifest((source) => {
      withFiles(source);
      source.oauth_config.scopes.bot.push('chat:write.public');
    });
    const outside = { id: 'C0OUTSIDE', name: 'outside', members: [OLGA] };
    workspace = await startWorkspace({ manifest: roomy, channels: [outside] });
    const { upload_url, file_id } = await announce(1);
    await send(upload_url, 'x');
    const args = { files: [{ id: file_id }], channel_id: outside.id };
    expect(await workspace.call('files.completeUploadExternal', args)).toMatchObject({
      error: 'not_in_channel',
    });
    await workspace.stop();
    workspace = await startWorkspace();
    expect(await announce(1)).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
  });
});

describe('files outlive a restart', () => {
  it('with their bytes and the messages that they stand in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-files-'));
    const options = { manifest: manifest(withFiles), stateFile: join(folder, 'slack.json') };
    try {
      await workspace.stop();
      workspace = await startWorkspace(options);
      const { id } = await submitted('email\n');
      await workspace.stop();
      workspace = await startWorkspace(options);
      expect(Buffer.from(workspace.slack.file(OLGA, String(id))?.bytes ?? []).toString()).toBe('email\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
