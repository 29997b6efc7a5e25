import { describe, expect, it } from 'vitest';
import { slackDate } from '../../src/domain/errors.ts';
import type { Briefing } from '../../src/domain/messages.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { helpMessage, workgroupAdminHelp } from '../../views/messages/help-message.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { notSetUpMessage, setUpMessage } from '../../views/organizations/set-up-message.ts';
import { visibleText } from '../support/slack-text.ts';
import { everyMessage } from './catalogue.ts';
import { mailBriefings, slackBriefings } from './catalogue-briefings.ts';
import { actionsIn } from './read.ts';
import { at, code, joinInvitation, offerBriefing, offerReminder, ordinary } from './samples.ts';

describe('what is told in Slack', () => {
  it.each(slackBriefings(ordinary))('%s', (_, briefing) => {
    expect(renderMessage(briefing).text).toMatchSnapshot();
  });

  it('refuses what goes by mail alone', () => {
    const briefings: Briefing[] = [
      joinInvitation(),
      { template: 'invitation-withdrawn', organizationName: 'Aster', access: null, hasCode: true },
      {
        template: 'invitation-restored',
        organizationName: 'Aster',
        access: null,
        hasCode: true,
        expiresAt: at('28T09:35'),
      },
    ];
    for (const briefing of briefings) expect(() => renderMessage(briefing)).toThrow('does not go to Slack');
  });

  it('never shows the code or the note of a mail (I13)', () => {
    const briefing = offerBriefing(ordinary, { code, note: 'Only for the mail.' });
    expect(JSON.stringify(renderMessage(briefing))).not.toContain('Only for the mail');
    expect(JSON.stringify(everyMessage(ordinary))).not.toContain(code);
  });

  it('says why an invitation could not be delivered: the mail server’s answer, or who gave the mail up', () => {
    const lost = {
      template: 'invitation-undeliverable',
      organizationName: 'Aster',
      reason: 'No such user',
    } as const;
    const textOf = (givenUpBy: string | null) =>
      visibleText(renderMessage({ ...lost, invitedEmail: 'ada@aster.example', givenUpBy }));
    expect(textOf(null)).toContain('The mail server’s answer:\nNo such user');
    expect(textOf('Olga Owens')).toContain('The mail still failed when Olga Owens gave it up.');
    expect(textOf('Olga Owens')).not.toContain('answer');
  });

  it('says in its text what its blocks begin with', () => {
    for (const [, briefing] of slackBriefings(ordinary)) expect(renderMessage(briefing).text).toMatch(/\.$/);
  });
});

describe('what is told by mail', () => {
  it.each(mailBriefings(ordinary))('%s', (_, briefing) => {
    const { subject, text } = renderMail(briefing);
    expect(`${subject}\n\n${text}`).toMatchSnapshot();
  });

  it('gives the code in text and in HTML, with all that is needed to use it', () => {
    const { html, text, subject } = renderMail(joinInvitation());
    expect(subject).toBe('Ada Lovelace invites you to Aster');
    expect(text).toContain('type /request-access K7QD-2M9X-4T6B-R0VW-8HZJ');
    expect(text).toContain('Friday 28 November 2025, 09:35 UTC');
    expect(html).toMatchInlineSnapshot(`
      "<!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Ada Lovelace invites you to Aster</title>
      <style>:root{color-scheme:light dark}body{margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif}main{max-width:36em;margin:0 auto}.code{font:bold 22px/1.4 ui-monospace,Consolas,monospace;padding:12px 16px;border:1px solid;border-radius:6px}blockquote{margin:16px 0;padding:0 0 0 16px;border-left:3px solid}li{margin:8px 0}</style>
      </head>
      <body>
      <div style="display:none;max-height:0;overflow:hidden">Your code for Gatehouse, valid until Friday 28 November 2025, 09:35 UTC.</div>
      <main>
      <p>Ada Lovelace invites you to ask for access to Aster with Gatehouse, an app in Slack. This is your code:</p>
      <p class="code">K7QD-2M9X-4T6B-R0VW-8HZJ</p>
      <p>It is valid until Friday 28 November 2025, 09:35 UTC. It works once.</p>
      <p>A note from Ada Lovelace:</p>
      <blockquote>Hello Ada,<br>this is for the project.</blockquote>
      <p>What to do:</p>
      <ol><li>In Slack, type /request-access K7QD-2M9X-4T6B-R0VW-8HZJ and send it. Or open Gatehouse, go to Home and press Enter code.</li><li>If you have no Gatehouse account yet, create it in the same form.</li><li>An approver of Aster decides. You get an e-mail and a message in Slack.</li></ol>
      <p>If the code does not work, ask Ada Lovelace to send it again.</p>
      <p>If you did not expect this e-mail, ignore it. Keep the code private.</p>
      </main>
      </body>
      </html>
      "
    `);
  });

  it('gives an address without an account the code of its offer, and how to use it', () => {
    for (const briefing of [offerBriefing(ordinary, { code }), offerReminder(ordinary, { code })]) {
      const { html, text } = renderMail(briefing);
      expect(text).toContain(`type /request-access ${code} and send it`);
      expect(text).toContain('It is valid until Friday 28 November 2025, 09:35 UTC. It works once.');
      expect(html).toContain(`<p class="code">${code}</p>`);
    }
    expect(renderMail(offerBriefing()).text).not.toContain('/request-access');
  });

  it('refuses what goes to Slack alone', () => {
    const mailed = new Set(mailBriefings(ordinary).map(([, { template }]) => template));
    for (const [, briefing] of slackBriefings(ordinary)) {
      if (!mailed.has(briefing.template)) expect(() => renderMail(briefing)).toThrow('does not go by mail');
    }
  });
});

describe('a notice', () => {
  it('shows times in the reader’s zone, and all else as it is (A39)', () => {
    const time = slackDate(at('21T10:00'));
    expect(noticeMessage(`Already handled by <@U1>, ${time}.`).text).toBe(
      `Already handled by &lt;＠U1&gt;, ${time}.`,
    );
    expect(noticeMessage('<!date^1^{date}^https://evil.example|x>').text).not.toMatch(/[<>]|evil\.example/);
  });

  it('keeps its line breaks', () => {
    expect(noticeMessage('One.\nTwo.').text).toBe('One.\nTwo.');
  });

  it('is a view with Close alone', () => {
    expect(noticeView({ text: 'Sent.' })).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "text": "Sent.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
        ],
        "callback_id": "info",
        "close": {
          "emoji": false,
          "text": "Close",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Gatehouse",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });
});

describe('help', () => {
  it('lists every command', () => {
    expect(helpMessage()).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "text": "Gatehouse lets people into organizations. These are its commands:",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "text": "\`/request-access\`: enter the code from your invitation.
      \`/request-access CODE\`: the same, with the code filled in.
      \`/invite-user\`: invite people by e-mail to create an account, or give somebody access to an app.
      \`/invite-user ada@aster.example, bo@aster.example\`: invite these people to create an account and ask for access.
      \`/access-requests\`: decide the requests that wait for you.
      \`/invitations\`: see, resend, change and revoke the invitations of your organizations, also several at once.
      \`/invitations STATUS\`: only those with this status: pending, proposed, waitlisted, redeemed, accepted, declined, revoked, expired or undeliverable.
      \`/gatehouse\`: set up Gatehouse, or see what you can do.
      \`/gatehouse organization\`: change an organization’s name, domain, notification address or channel.
      \`/gatehouse apps\`: create, change and archive apps with their roles.
      \`/gatehouse subscriptions\`: the same for subscriptions, with their seats.
      \`/gatehouse workgroups\`: create workgroups, invite people into them, and change who is in.
      \`/gatehouse domains\`: add and remove partners, whose people can be let into collaborative workgroups, or leave a partnership.
      \`/gatehouse people\`: find people, change and end their access; import many from a file, or export them all.
      \`/gatehouse deliveries\`: see the messages that do not arrive, and why; retry them or give them up.
      \`/gatehouse audit\`: see what has happened, who did it and what it was before, by person, kind and time; or export it.
      \`/gatehouse settings\`: say who may invite whom, for how long, and what has to be accepted.
      \`/gatehouse settings reminders\`: say when people are reminded, and when not.
      \`/gatehouse settings DOMAIN\`: the same for the organization with this login domain. /gatehouse organization takes one, too.
      \`/gatehouse help\`: show this help.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "You can do the same on the Home tab of Gatehouse.",
              "type": "plain_text",
            },
            "type": "section",
          },
        ],
        "text": "Gatehouse lets people into organizations. These are its commands:",
      }
    `);
  });

  it('is short for the admin of a workgroup, whom the other commands refuse', () => {
    const text = JSON.stringify(workgroupAdminHelp());
    expect(text).toContain('/gatehouse workgroups');
    expect(text).not.toMatch(/invite-user|gatehouse people|access-requests/);
  });

  it('says first what was wrong', () => {
    expect(helpMessage('invitations', 'There is no status "foo".').text).toBe('There is no status "foo".');
  });
});

describe('before Gatehouse is set up', () => {
  it('offers to set it up', () => {
    expect(actionsIn(setUpMessage())).toEqual([['set-up', undefined]]);
  });

  it('names who can, and nobody but by their id', () => {
    expect(notSetUpMessage({ adminIds: ['U1', 'W2', '!channel', 'U3> <!here'] }).text).toBe(
      'Gatehouse is not set up yet. <@U1> and <@W2> can do it: type /gatehouse.',
    );
  });
});

it('mails tell the time in UTC with the weekday', () => {
  const { text } = renderMail({ ...joinInvitation(), expiresAt: at('01T00:05') });
  expect(text).toContain('Saturday 1 November 2025, 00:05 UTC');
});
