/** The sandbox's mailbox and its Slack, without Slack's limits: where both sides of a figure send to. */
import { startMailbox } from '../../src/sandbox/mailbox.ts';
import { startFakeSlack } from '../../src/sandbox/slack/index.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import { answerQuestions } from '../support/answer.ts';
import { channels, type PostOffice } from '../support/outbox-data.ts';
import { workspace } from '../support/workspace.ts';

const mailbox = await startMailbox();
const slack = await startFakeSlack({
  manifest: buildManifest({ kind: 'socket' }),
  workspace,
  people: [],
  channels: channels.map((id) => ({ id, name: id.toLowerCase(), members: ['APP'] })),
  transport: { kind: 'socket' },
  rateLimits: false,
});

answerQuestions<{ kind: 'address' }>(() => {
  const { url: slackApiUrl, botToken } = slack;
  return Promise.resolve({ smtpUrl: mailbox.url, slackApiUrl, botToken } satisfies PostOffice);
});
