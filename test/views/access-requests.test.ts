import { describe, expect, it } from 'vitest';
import { denyModal } from '../../views/access-requests/deny-modal.ts';
import { requestAccessModal } from '../../views/access-requests/request-access-modal.ts';
import { requestsModal } from '../../views/access-requests/requests-modal.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { visibleText } from '../support/slack-text.ts';
import { actionsIn, inputsIn } from './read.ts';
import { admin, appAccess, at, ordinary, requestFacts } from './samples.ts';

const card = (more: Parameters<typeof requestFacts>[1] = {}) =>
  renderMessage({ template: 'request-opened', ...requestFacts(ordinary, more) });

describe('the approver’s card', () => {
  it('shows who asks, with Approve and Deny', () => {
    expect(card()).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "text": "*Ada Lovelace* asks for access to *Aster*, <!date^1763717700^{date_short_pretty} {time}|2025-11-21 09:35 UTC>.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "fields": [
              {
                "text": "*Username*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "ada.lovelace",
                "type": "plain_text",
              },
              {
                "text": "*E-mail*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "ada@aster.example",
                "type": "plain_text",
              },
              {
                "text": "*Identity provider*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "GitHub",
                "type": "plain_text",
              },
              {
                "text": "*Provider username*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "ada-l",
                "type": "plain_text",
              },
              {
                "text": "*Invited by*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "Ada Lovelace",
                "type": "plain_text",
              },
            ],
            "type": "section",
          },
          {
            "block_id": "request:r1",
            "elements": [
              {
                "accessibility_label": "Approve the request of Ada Lovelace",
                "action_id": "request-approve",
                "style": "primary",
                "text": {
                  "emoji": false,
                  "text": "Approve",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "r1",
              },
              {
                "accessibility_label": "Deny the request of Ada Lovelace",
                "action_id": "request-deny",
                "text": {
                  "emoji": false,
                  "text": "Deny",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "r1",
              },
            ],
            "type": "actions",
          },
        ],
        "text": "Ada Lovelace asks for access to Aster.",
      }
    `);
  });

  it('notes that the code went to another address', () => {
    expect(visibleText(card({ invitedEmail: 'ada.l@birch.example' }))).toContain(
      'The addresses differ: the code was sent to ada.l@birch.example.',
    );
    expect(visibleText(card())).not.toContain('differ');
  });

  it('shows who approved, when and as what, and has no buttons then', () => {
    const approved = card({
      status: 'approved',
      decidedBy: 'Bo Berg',
      decidedAt: at('21T10:00'),
      access: admin,
    });
    expect(actionsIn(approved)).toEqual([]);
    expect(approved.text).toBe(
      'Ada Lovelace: the request for access to Aster is closed. Approved as an admin by Bo Berg, <!date^1763719200^{date_short_pretty} {time}|2025-11-21 10:00 UTC>. The invitation waits for an answer.',
    );
  });

  it('shows what a code for another address offers', () => {
    expect(visibleText(card({ wanted: appAccess() }))).toContain('Editor on Atlas (Team)');
  });

  it('says while it waits what the first of two approvers proposes', () => {
    const first = card({ access: appAccess(), approvals: ['Bo Berg'], approvalsNeeded: 2 });
    expect(visibleText(first)).toContain(
      '1 of 2 approvers: Bo Berg proposes Editor on Atlas (Team). Another approver has to agree.',
    );
    expect(actionsIn(first)).toEqual([
      ['request-approve', 'r1'],
      ['request-deny', 'r1'],
    ]);
  });

  it('names both approvers, and the role on the app, once they have agreed', () => {
    const approved = card({
      status: 'approved',
      decidedBy: 'Cy Clark',
      decidedAt: at('21T10:00'),
      access: appAccess(),
      approvals: ['Bo Berg', 'Cy Clark'],
      approvalsNeeded: 2,
    });
    expect(actionsIn(approved)).toEqual([]);
    expect(visibleText(approved)).toContain('Approved as Editor on Atlas (Team) by Bo Berg and Cy Clark, ');
    expect(visibleText(approved)).not.toContain('has to agree');
  });

  it('shows the reason of a denial in a quote', () => {
    const denied = card({
      status: 'denied',
      decidedBy: 'Bo Berg',
      decidedAt: at('21T10:00'),
      reason: 'Not in the\nteam.',
    });
    expect(actionsIn(denied)).toEqual([]);
    expect(denied.blocks.slice(-2)).toMatchInlineSnapshot(`
      [
        {
          "text": {
            "text": "Denied by Bo Berg, <!date^1763719200^{date_short_pretty} {time}|2025-11-21 10:00 UTC>.",
            "type": "mrkdwn",
            "verbatim": true,
          },
          "type": "section",
        },
        {
          "elements": [
            {
              "elements": [
                {
                  "text": "Not in the
      team.",
                  "type": "text",
                },
              ],
              "type": "rich_text_quote",
            },
          ],
          "type": "rich_text",
        },
      ]
    `);
  });
});

describe('the queue', () => {
  it('says that nothing waits', () => {
    const view = requestsModal({
      metadata: 'm',
      items: [],
      older: null,
      newer: null,
      organizationNames: ['Aster', 'Birch'],
    });
    expect(visibleText(view)).toContain('No request for Aster and Birch waits for a decision.');
    expect(actionsIn(view)).toEqual([]);
  });

  it('offers a decision on each request, and the neighbouring pages', () => {
    const view = requestsModal({
      metadata: 'm',
      items: [requestFacts(), requestFacts(ordinary, { requestId: 'r2' })],
      older: 'o',
      newer: null,
      organizationNames: ['Aster'],
    });
    expect(actionsIn(view)).toEqual([
      ['request-approve', 'r1'],
      ['request-deny', 'r1'],
      ['request-approve', 'r2'],
      ['request-deny', 'r2'],
      ['page-older', 'o'],
    ]);
    expect(view.private_metadata).toBe('m');
    expect(view.submit).toBeUndefined();
  });
});

describe('Deny', () => {
  it('asks for an optional reason', () => {
    expect(denyModal({ metadata: 'm', request: requestFacts() })).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "Ada Lovelace (ada.lovelace, ada@aster.example) asks for access to Aster.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "block_id": "reason",
            "element": {
              "action_id": "reason",
              "max_length": 500,
              "multiline": true,
              "type": "plain_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "The person gets this text. Leave it empty to give no reason.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Reason",
              "type": "plain_text",
            },
            "optional": true,
            "type": "input",
          },
        ],
        "callback_id": "deny",
        "close": {
          "emoji": false,
          "text": "Cancel",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "submit": {
          "emoji": false,
          "text": "Deny",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Deny request",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });
});

describe('Request access', () => {
  const account = { username: 'ada', email: 'ada@aster.example' };
  const newAccount = { email: 'ada@aster.example', values: {}, username: null };

  it('asks who has an account for the code alone', () => {
    const view = requestAccessModal({ metadata: 'm', code: { ask: true }, account });
    expect(view).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "block_id": "code",
            "element": {
              "action_id": "code",
              "max_length": 100,
              "placeholder": {
                "emoji": false,
                "text": "XXXX-XXXX-XXXX-XXXX-XXXX",
                "type": "plain_text",
              },
              "type": "plain_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "The code is in the e-mail that invited you. Capitals, spaces and hyphens do not matter.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Invitation code",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "elements": [
              {
                "emoji": false,
                "text": "You use the Gatehouse account ada (ada@aster.example).",
                "type": "plain_text",
              },
            ],
            "type": "context",
          },
        ],
        "callback_id": "request-access",
        "close": {
          "emoji": false,
          "text": "Cancel",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "submit": {
          "emoji": false,
          "text": "Request access",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Request access",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });

  it('asks who has none for the account as well, in six inputs', () => {
    const view = requestAccessModal({ metadata: 'm', code: { ask: true }, account: null, newAccount });
    expect(inputsIn(view)).toEqual([
      'code',
      'firstName',
      'lastName',
      'provider',
      'providerUsername',
      'username',
    ]);
  });

  it('does not ask for a code that it has', () => {
    const code = { ask: false, organizationName: 'Aster' } as const;
    expect(inputsIn(requestAccessModal({ metadata: 'm', code, account }))).toEqual([]);
    expect(visibleText(requestAccessModal({ metadata: 'm', code, account }))).toContain(
      'This code is for Aster.',
    );
  });

  it('names the workgroup that a code is for, and asks nobody where it comes through a partner', () => {
    const access = {
      kind: 'workgroup',
      workgroupName: 'Pilots',
      role: 'member',
      partnerName: 'Cedar Care',
    } as const;
    const viewOf = (partnerName: string | null) =>
      requestAccessModal({
        metadata: 'm',
        code: { ask: false, organizationName: 'Aster', access: { ...access, partnerName } },
        account: null,
        newAccount,
      });
    expect(viewOf('Cedar Care')).toMatchObject({
      title: { text: 'Enter code' },
      submit: { text: 'Create account' },
    });
    const text = visibleText(viewOf('Cedar Care'));
    expect(text).toContain('This code is for the workgroup Pilots of Aster.');
    expect(text).toContain('stores it with the account. The admins of the workgroup see it.');
    expect(viewOf(null)).toMatchObject({ submit: { text: 'Request access' } });
  });

  it.each([
    [null, 'Use 3 to 32 letters'],
    [{ username: 'ada', state: 'free' }, 'The username ada is free.'],
    [{ username: 'ada', state: 'taken' }, 'The username ada is taken. Choose another one.'],
    [{ username: 'a', state: 'invalid' }, 'Use 3 to 32 letters'],
    [{ username: 'a', state: 'invalid', text: 'Too short.' }, 'Too short.'],
  ] as const)('says right below the username what is known about it: %j', (username, text) => {
    const view = requestAccessModal({
      metadata: 'm',
      code: { ask: true },
      account: null,
      newAccount: { ...newAccount, username },
    });
    const status = view.blocks.findIndex((block) => block.block_id === 'username-status');
    expect(view.blocks[status - 1]?.block_id).toBe('username');
    expect(JSON.stringify(view.blocks[status])).toContain(text);
  });

  it('tells whose e-mail address is stored, before it is', () => {
    const view = requestAccessModal({ metadata: 'm', code: { ask: true }, account: null, newAccount });
    expect(visibleText(view)).toContain(
      'When you press Request access, Gatehouse takes the e-mail address ada@aster.example from your Slack profile and stores it with the account. Approvers see it.',
    );
  });
});
