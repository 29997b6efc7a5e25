/** The way of a file from Slack to Gatehouse: only from Slack, only with the token, never more than the limit. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSlackAddress } from '../../src/domain/slack-address.ts';
import { contentOf, findFile, type SlackFile } from '../../src/slack/files.ts';
import {
  input,
  manifest,
  modal,
  OLGA,
  startWorkspace,
  type TestWorkspace,
} from '../sandbox/slack/fixture.ts';

const lost = 'Slack did not hand out the file. Choose it again.';

let workspace: TestWorkspace;
let client: WebClient;
let elsewhere: Server;
let visits: (string | undefined)[];
beforeEach(async () => {
  workspace = await startWorkspace({
    manifest: manifest((source) => source.oauth_config.scopes.bot.push('files:read')),
  });
  client = new WebClient(workspace.slack.botToken, { slackApiUrl: workspace.slack.url });
  visits = [];
  elsewhere = createServer((request, response) => {
    visits.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'text/csv' }).end('email\n');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  elsewhere.close();
  await workspace.stop();
});

/** Puts a file into a form and submits it; gives what Slack says of it. */
async function submitted(text: string): Promise<SlackFile & { id: string }> {
  const { trigger_id } = await workspace.command();
  const view = modal([input('file', { type: 'file_input' })]);
  const opened = (await workspace.call('views.open', { trigger_id, view })) as { view?: { id: string } };
  const viewId = opened.view?.id ?? '';
  const where = { on: { type: 'modal', viewId }, blockId: 'file', actionId: 'file' } as const;
  workspace.slack.upload(OLGA, { ...where, name: 'people.csv', bytes: Buffer.from(text) });
  const files = workspace.slack.screen(OLGA).modals[0]?.state.file?.file?.files as { id: string }[];
  const id = files[0]?.id ?? '';
  await workspace.slack.perform(OLGA, { kind: 'submit', viewId });
  return { id, ...(await findFile(client, id)) };
}

async function read(file: SlackFile, limit = 1000, as = client): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(as, file, limit)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a file', () => {
  it('is read with the token, as Slack says it is', async () => {
    const file = await submitted('email\nana@partner.example\n');
    expect(file).toMatchObject({ name: 'people.csv', size: 26 });
    expect(await read(file)).toBe('email\nana@partner.example\n');
  });

  it('A43: is not read beyond the limit, whatever was said of its size', async () => {
    const file = await submitted('x'.repeat(1001));
    await expect(read({ ...file, size: 1 })).rejects.toThrow(/The file is larger than .* MB\. Split it up\./);
    expect(await read(file, 1001)).toHaveLength(1001);
  });

  it('is not the page on which one signs in', async () => {
    const file = await submitted('email\n');
    const stranger = new WebClient('xoxb-wrong', { slackApiUrl: workspace.slack.url });
    await expect(read(file, 1000, stranger)).rejects.toThrow(lost);
  });

  it.each([
    ['is busy', { kind: 'http', status: 503 }],
    ['asks for a pause', { kind: 'ratelimited' }],
  ] as const)('is not there while Slack %s', async (_, fault) => {
    const file = await submitted('email\n');
    workspace.slack.faults.next('file_download', fault);
    await expect(read(file)).rejects.toThrow(lost);
    expect(await read(file)).toBe('email\n');
  });

  it('that is cut off is an error and not half a file', async () => {
    const file = await submitted('email\nana@partner.example\n');
    workspace.slack.faults.next('file_download', { kind: 'apply-then-reset' });
    await expect(read(file)).rejects.toThrow();
  });
});

describe('the token', () => {
  it('goes nowhere but to Slack, neither at first nor by a redirect', async () => {
    const { port } = elsewhere.address() as AddressInfo;
    const foreign = { name: 'people.csv', size: 6, url: `http://127.0.0.1:${port}/people.csv` };
    await expect(read(foreign)).rejects.toThrow(lost);

    const redirecting = createServer((_, response) =>
      response.writeHead(302, { location: foreign.url }).end(),
    );
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
    const api = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/api/`;
    const led = new WebClient(workspace.slack.botToken, { slackApiUrl: api });
    await expect(read({ ...foreign, url: new URL('/file', api).href }, 1000, led)).rejects.toThrow(lost);
    redirecting.close();
    expect(visits).toEqual([]);
  });

  it.each<[address: string, isSlacks: boolean]>([
    ['https://files.slack.com/files-pri/T1-F1/people.csv', true],
    ['https://slack.com/x', true],
    ['http://files.slack.com/x', false],
    ['https://slack.com.evil.example/x', false],
    ['https://evilslack.com/x', false],
    ['https://files.slack.com:8443/x', false],
    ['https://me@files.slack.com/x', false],
    ['https://evil.example/?https://files.slack.com', false],
    ['file:///etc/passwd', false],
    ['not an address', false],
  ])('knows whether %s is Slack’s', (address, isSlacks) => {
    expect(isSlackAddress(address, 'https://slack.com/api/')).toBe(isSlacks);
  });
});
