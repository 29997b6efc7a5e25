import type { SectionBlock } from '@slack/types';
import { section } from '../common/blocks.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

export type HelpTopic = 'invite-user' | 'request-access' | 'access-requests' | 'invitations' | 'gatehouse';

const usage: Readonly<Record<HelpTopic, readonly [command: string, text: string][]>> = {
  'invite-user': [
    ['/invite-user', 'invite people by e-mail to create an account, or give somebody access to an app.'],
    [
      '/invite-user ada@aster.example, bo@aster.example',
      'invite these people to create an account and ask for access.',
    ],
  ],
  'request-access': [
    ['/request-access', 'enter the code from your invitation.'],
    ['/request-access CODE', 'the same, with the code filled in.'],
  ],
  'access-requests': [['/access-requests', 'decide the requests that wait for you.']],
  invitations: [
    [
      '/invitations',
      'see, resend, change and revoke the invitations of your organizations, also several at once.',
    ],
    [
      '/invitations STATUS',
      'only those with this status: pending, proposed, waitlisted, redeemed, accepted, declined, revoked, expired or undeliverable.',
    ],
  ],
  gatehouse: [
    ['/gatehouse', 'set up Gatehouse, or see what you can do.'],
    ['/gatehouse organization', 'change an organization’s name, domain, notification address or channel.'],
    ['/gatehouse apps', 'create, change and archive apps with their roles.'],
    ['/gatehouse subscriptions', 'the same for subscriptions, with their seats.'],
    ['/gatehouse workgroups', 'create workgroups, invite people into them, and change who is in.'],
    [
      '/gatehouse domains',
      'add and remove partners, whose people can be let into collaborative workgroups, or leave a partnership.',
    ],
    [
      '/gatehouse people',
      'find people, change and end their access; import many from a file, or export them all.',
    ],
    ['/gatehouse deliveries', 'see the messages that do not arrive, and why; retry them or give them up.'],
    [
      '/gatehouse audit',
      'see what has happened, who did it and what it was before, by person, kind and time; or export it.',
    ],
    ['/gatehouse settings', 'say who may invite whom, for how long, and what has to be accepted.'],
    ['/gatehouse settings reminders', 'say when people are reminded, and when not.'],
    [
      '/gatehouse settings DOMAIN',
      'the same for the organization with this login domain. /gatehouse organization takes one, too.',
    ],
    ['/gatehouse help', 'show this help.'],
  ],
};

const everything: readonly HelpTopic[] = [
  'request-access',
  'invite-user',
  'access-requests',
  'invitations',
  'gatehouse',
];

/** What is there for the admin of a workgroup who has no say in an organization. */
const forWorkgroupAdmins: readonly (readonly [command: string, text: string])[] = [
  ...usage['request-access'],
  ['/gatehouse workgroups', 'invite people into your workgroups, see who waits, and change who is in.'],
  ['/gatehouse help', 'show this help.'],
];

/** The same for such a person. */
export function workgroupAdminHelp(): SlackMessage {
  const summary = mrkdwn`Gatehouse lets people into organizations. You are the admin of a workgroup. These are the commands for you:`;
  return message(summary, [section(summary), list(forWorkgroupAdmins), onHome]);
}

/** How to use one command, or all of them. `problem` says what was wrong with the one that was typed. */
export function helpMessage(topic?: HelpTopic, problem?: string): SlackMessage {
  const lines = (topic ? [topic] : everything).flatMap((each) => usage[each]);
  const summary = problem
    ? mrkdwn`${shorten(problem, 500)}`
    : mrkdwn`${topic ? `How to use /${topic}` : 'Gatehouse lets people into organizations. These are its commands'}:`;
  return message(summary, [section(summary), list(lines), ...(topic ? [] : [onHome])]);
}

const onHome = section(plain`You can do the same on the Home tab of Gatehouse.`);

function list(lines: readonly (readonly [command: string, text: string])[]): SectionBlock {
  const markup = lines.map(([command, text]) => `\`${command}\`: ${text}`).join('\n');
  return section(mrkdwn`${{ markup }}`);
}
