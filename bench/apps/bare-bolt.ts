/** The plainest Bolt app that acknowledges `/request-access` and opens the same modal. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { requestAccessModal } from '../../views/access-requests/request-access-modal.ts';
import { answerQuestions } from '../support/answer.ts';
import { account, botToken, signingSecret } from '../support/workspace.ts';

export type BareBoltQuestion = { kind: 'address' };

// As long as the sealed metadata of the real one.
const metadata = `frm_${'0'.repeat(26)}~~${'0'.repeat(43)}`;
const view = requestAccessModal({ metadata, code: { ask: true }, account });

const app = new App({
  token: botToken,
  receiver: new HTTPReceiver({ signingSecret }),
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
});
app.command('/request-access', async ({ command, ack, client }) => {
  await ack();
  await client.views.open({ trigger_id: command.trigger_id, view });
});
const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;

answerQuestions<BareBoltQuestion>(async () => {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/slack/events`;
});
