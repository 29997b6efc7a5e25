import { describe, expect, it } from 'vitest';
import type { InviteLine } from '../../src/domain/invitations.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { invitationView } from '../../views/invitations/invitation-view.ts';
import { invitationsModal } from '../../views/invitations/invitations-modal.ts';
import { inviteModal } from '../../views/invitations/invite-modal.ts';
import { inviteResultView } from '../../views/invitations/invite-result-view.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { visibleText } from '../support/slack-text.ts';
import { times } from './catalogue.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { at, invitationRow, offerFacts, ordinary, requestFacts } from './samples.ts';

const aster = { id: 'o1', name: 'Aster' };
const birch = { id: 'o2', name: 'Birch' };

describe('Invite people', () => {
  it('is empty but for the only organization and a week', () => {
    expect(inviteModal({ metadata: 'm', organizations: [aster], values: {} })).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "block_id": "emails",
            "element": {
              "action_id": "emails",
              "max_length": 3000,
              "multiline": true,
              "type": "plain_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "One per line, or separated by commas. At most 100. Each address gets its own code.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "E-mail addresses",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "block_id": "organizationId",
            "element": {
              "action_id": "organizationId",
              "initial_option": {
                "text": {
                  "emoji": false,
                  "text": "Aster",
                  "type": "plain_text",
                },
                "value": "o1",
              },
              "options": [
                {
                  "text": {
                    "emoji": false,
                    "text": "Aster",
                    "type": "plain_text",
                  },
                  "value": "o1",
                },
              ],
              "type": "static_select",
            },
            "label": {
              "emoji": false,
              "text": "Organization",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "block_id": "note",
            "element": {
              "action_id": "note",
              "max_length": 500,
              "multiline": true,
              "type": "plain_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "The invited people read it in their e-mail.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Note",
              "type": "plain_text",
            },
            "optional": true,
            "type": "input",
          },
          {
            "block_id": "expiryDays",
            "element": {
              "action_id": "expiryDays",
              "initial_option": {
                "text": {
                  "emoji": false,
                  "text": "7 days",
                  "type": "plain_text",
                },
                "value": "7",
              },
              "options": [
                {
                  "text": {
                    "emoji": false,
                    "text": "1 day",
                    "type": "plain_text",
                  },
                  "value": "1",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "3 days",
                    "type": "plain_text",
                  },
                  "value": "3",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "7 days",
                    "type": "plain_text",
                  },
                  "value": "7",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "14 days",
                    "type": "plain_text",
                  },
                  "value": "14",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "30 days",
                    "type": "plain_text",
                  },
                  "value": "30",
                },
              ],
              "type": "static_select",
            },
            "label": {
              "emoji": false,
              "text": "Valid for",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "text": {
              "emoji": false,
              "text": "Do you already know the username?",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "block_id": "invite-account",
            "elements": [
              {
                "action_id": "invite-account",
                "text": {
                  "emoji": false,
                  "text": "Invite an account",
                  "type": "plain_text",
                },
                "type": "button",
              },
            ],
            "type": "actions",
          },
        ],
        "callback_id": "invite",
        "close": {
          "emoji": false,
          "text": "Cancel",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "submit": {
          "emoji": false,
          "text": "Send",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Invite people",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });

  it('chooses no organization when there are several', () => {
    const view = inviteModal({ metadata: 'm', organizations: [aster, birch], values: {} });
    expect(nodeWith(view, { action_id: 'organizationId' })).not.toHaveProperty('initial_option');
  });

  it('lists what to check and asks for a confirmation first', () => {
    const view = inviteModal({
      metadata: 'm',
      organizations: [aster],
      values: { emails: 'ada@gmial.com' },
      warnings: [{ address: 'ada@gmial.com', text: 'Is gmail.com meant?' }],
    });
    expect(inputsIn(view)).toEqual(['confirmed', 'emails', 'organizationId', 'note', 'expiryDays']);
    expect(visibleText(view)).toContain('ada@gmial.com: Is gmail.com meant?');
  });
});

describe('the result of inviting', () => {
  const result = (lines: InviteLine[]) =>
    inviteResultView({
      result: { kind: 'done', organizationName: 'Aster', expiresAt: at('28T09:35'), lines },
    });

  it('groups the addresses by outcome, each with its next step', () => {
    const view = result([
      { address: 'a@aster.example', outcome: 'invited', invitationId: 'i1' },
      { address: 'b@aster.example', outcome: 'already-invited', invitationId: 'i2' },
      { address: 'c@aster.example', outcome: 'has-account', username: 'cleo' },
      { address: 'd@aster.example', outcome: 'has-access', username: 'dan' },
      { address: 'nonsense', outcome: 'invalid', problem: 'is not an e-mail address' },
    ]);
    expect(view).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "Aster. Invited: 1, Already invited: 1, Has an account: 1, Has access already: 1, Not valid: 1.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "text": "*Invited*",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "a@aster.example",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "text": "Each address gets an e-mail with its own code, valid until <!date^1764322500^{date_short_pretty} {time}|2025-11-28 09:35 UTC>. When somebody asks for access, the approvers get a request.",
                "type": "mrkdwn",
                "verbatim": true,
              },
            ],
            "type": "context",
          },
          {
            "text": {
              "text": "*Already invited*",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "accessory": {
              "accessibility_label": "Resend the invitation of b@aster.example",
              "action_id": "invitation-resend",
              "text": {
                "emoji": false,
                "text": "Resend",
                "type": "plain_text",
              },
              "type": "button",
              "value": "i2",
            },
            "block_id": "already-invited:0",
            "text": {
              "emoji": false,
              "text": "b@aster.example",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "text": "*Has an account*",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "accessory": {
              "accessibility_label": "Invite c@aster.example to Aster",
              "action_id": "invite-account",
              "text": {
                "emoji": false,
                "text": "Invite to Aster",
                "type": "plain_text",
              },
              "type": "button",
              "value": "cleo",
            },
            "block_id": "has-account:0",
            "text": {
              "emoji": false,
              "text": "c@aster.example (cleo)",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "text": "*Has access already*",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "d@aster.example (dan)",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "text": "*Not valid*",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "nonsense: is not an e-mail address",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "block_id": "correct-addresses",
            "elements": [
              {
                "action_id": "correct-addresses",
                "text": {
                  "emoji": false,
                  "text": "Correct these",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "nonsense",
              },
            ],
            "type": "actions",
          },
        ],
        "callback_id": "invite-result",
        "close": {
          "emoji": false,
          "text": "Close",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Invitations sent",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });

  it('says so when nothing was sent', () => {
    const view = result([{ address: 'nonsense', outcome: 'invalid', problem: 'is not an e-mail address' }]);
    expect(view.title.text).toBe('No invitations sent');
  });

  it('shows every one of a hundred addresses, and at most 25 buttons', () => {
    const outcomes = ['already-invited', 'has-account'] as const;
    const view = result(
      times(100, (index) => ({
        address: `person${index}@aster.example`,
        outcome: outcomes[index % 2] ?? 'invited',
        invitationId: `i${index}`,
        username: `person${index}`,
      })),
    );
    const text = visibleText(view);
    for (const index of times(100, (i) => i)) expect(text).toContain(`person${index}@aster.example`);
    expect(actionsIn(view).length).toBeLessThanOrEqual(25);
  });

  it('hands over whole lines to correct, as many as a button carries', () => {
    const view = result(times(100, (index) => ({ address: `nonsense number ${index}`, outcome: 'invalid' })));
    const [[, value = ''] = []] = actionsIn(view);
    expect(value.length).toBeLessThanOrEqual(2000);
    expect(value.split('\n').at(-1)).toMatch(/^nonsense number \d\d$/);
  });
});

describe('Invite to an organization', () => {
  const roles = ['owner', 'admin', 'member'] as const;

  it('shows the facts of a request, and asks for the role alone', () => {
    const view = offerModal({
      metadata: 'm',
      organizations: [],
      request: requestFacts(),
      roles: ['admin', 'member'],
      values: {},
    });
    expect(view).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "Invite to Aster",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "emoji": false,
              "text": "Ada Lovelace asks for access.",
              "type": "plain_text",
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
            "block_id": "role",
            "element": {
              "action_id": "role",
              "options": [
                {
                  "description": {
                    "emoji": false,
                    "text": "Invites people, decides requests, gives the roles admin and member.",
                    "type": "plain_text",
                  },
                  "text": {
                    "emoji": false,
                    "text": "Admin",
                    "type": "plain_text",
                  },
                  "value": "admin",
                },
                {
                  "description": {
                    "emoji": false,
                    "text": "Has access and manages nothing.",
                    "type": "plain_text",
                  },
                  "text": {
                    "emoji": false,
                    "text": "Member",
                    "type": "plain_text",
                  },
                  "value": "member",
                },
              ],
              "type": "radio_buttons",
            },
            "label": {
              "emoji": false,
              "text": "Role",
              "type": "plain_text",
            },
            "type": "input",
          },
        ],
        "callback_id": "offer",
        "close": {
          "emoji": false,
          "text": "Cancel",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "submit": {
          "emoji": false,
          "text": "Invite",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Invite to organization",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });

  it('asks for e-mail address and username when it starts by hand', () => {
    const values = { email: 'ada@aster.example', username: 'ada' };
    const one = offerModal({
      metadata: 'm',
      organizations: [aster],
      request: null,
      roles: [...roles],
      values,
    });
    expect(inputsIn(one)).toEqual(['email', 'username', 'role']);
    const two = offerModal({
      metadata: 'm',
      organizations: [aster, birch],
      request: null,
      roles: [...roles],
      values,
    });
    expect(inputsIn(two)).toEqual(['email', 'username', 'organizationId', 'role']);
    expect(nodeWith(two, { action_id: 'email' })).toMatchObject({ initial_value: 'ada@aster.example' });
  });

  it('never chooses a role by itself', () => {
    const view = offerModal({
      metadata: 'm',
      organizations: [aster],
      request: null,
      roles: ['member'],
      values: {},
    });
    expect(nodeWith(view, { action_id: 'role' })).not.toHaveProperty('initial_option');
  });
});

describe('an offer', () => {
  it('can be accepted and declined while it is open', () => {
    expect(renderMessage({ template: 'offer', ...offerFacts() })).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "text": "Ada Lovelace invites you to *Aster* as an admin. Valid until <!date^1764322500^{date_short_pretty} {time}|2025-11-28 09:35 UTC>.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "block_id": "offer:i1",
            "elements": [
              {
                "accessibility_label": "Accept the invitation to Aster",
                "action_id": "offer-accept",
                "style": "primary",
                "text": {
                  "emoji": false,
                  "text": "Accept",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "i1",
              },
              {
                "accessibility_label": "Decline the invitation to Aster",
                "action_id": "offer-decline",
                "confirm": {
                  "confirm": {
                    "emoji": false,
                    "text": "Decline",
                    "type": "plain_text",
                  },
                  "deny": {
                    "emoji": false,
                    "text": "Cancel",
                    "type": "plain_text",
                  },
                  "style": "danger",
                  "text": {
                    "emoji": false,
                    "text": "You get no access to Aster. If you change your mind, you need a new invitation.",
                    "type": "plain_text",
                  },
                  "title": {
                    "emoji": false,
                    "text": "Decline the invitation?",
                    "type": "plain_text",
                  },
                },
                "text": {
                  "emoji": false,
                  "text": "Decline",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "i1",
              },
            ],
            "type": "actions",
          },
        ],
        "text": "Ada Lovelace invites you to Aster as an admin.",
      }
    `);
  });

  it.each(['accepted', 'declined', 'revoked', 'expired', 'undeliverable'] as const)(
    'has no buttons once it is %s',
    (status) => {
      const message = renderMessage({ template: 'offer', ...offerFacts(ordinary, { status }) });
      expect(actionsIn(message)).toEqual([]);
    },
  );
});

describe('an invitation', () => {
  const buttons = (status: InvitationStatus) =>
    actionsIn(
      invitationView({
        metadata: 'm',
        invitation: invitationRow(ordinary, { status }),
        timeline: [],
      }),
    ).map(([action]) => action);

  it.each<[InvitationStatus, string[]]>([
    ['pending', ['invitation-resend', 'invitation-revoke']],
    ['expired', ['invitation-resend']],
    ['undeliverable', ['invitation-resend']],
    ['waitlisted', ['invitation-revoke']],
    ['accepted', []],
    ['redeemed', []],
    ['declined', []],
    ['revoked', []],
  ])('that is %s can be managed by %j', (status, expected) => {
    expect(buttons(status)).toEqual(expected);
  });

  it('shows its facts, its note and its history', () => {
    expect(
      invitationView({
        metadata: 'm',
        invitation: invitationRow(ordinary, { note: 'For the project.' }),
        timeline: [
          { at: at('21T09:35'), text: 'Sent by Bo Berg' },
          { at: at('21T09:36'), text: 'Mail delivered' },
        ],
      }),
    ).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "fields": [
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
                "text": "*Organization*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "Aster",
                "type": "plain_text",
              },
              {
                "text": "*For*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "Create an account",
                "type": "plain_text",
              },
              {
                "text": "*Status*",
                "type": "mrkdwn",
                "verbatim": true,
              },
              {
                "emoji": false,
                "text": "Pending",
                "type": "plain_text",
              },
              {
                "text": "*Sent by*",
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
            "text": {
              "text": "Sent <!date^1763717700^{date_short_pretty} {time}|2025-11-21 09:35 UTC>. Valid until <!date^1764322500^{date_short_pretty} {time}|2025-11-28 09:35 UTC>.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "Note:",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "elements": [
                  {
                    "text": "For the project.",
                    "type": "text",
                  },
                ],
                "type": "rich_text_quote",
              },
            ],
            "type": "rich_text",
          },
          {
            "block_id": "manage",
            "elements": [
              {
                "action_id": "invitation-resend",
                "text": {
                  "emoji": false,
                  "text": "Resend",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "i1",
              },
              {
                "action_id": "invitation-revoke",
                "confirm": {
                  "confirm": {
                    "emoji": false,
                    "text": "Revoke",
                    "type": "plain_text",
                  },
                  "deny": {
                    "emoji": false,
                    "text": "Cancel",
                    "type": "plain_text",
                  },
                  "style": "danger",
                  "text": {
                    "emoji": false,
                    "text": "The invitation of ada@aster.example ends and its code stops working. This cannot be undone.",
                    "type": "plain_text",
                  },
                  "title": {
                    "emoji": false,
                    "text": "Revoke the invitation?",
                    "type": "plain_text",
                  },
                },
                "style": "danger",
                "text": {
                  "emoji": false,
                  "text": "Revoke",
                  "type": "plain_text",
                },
                "type": "button",
                "value": "i1",
              },
            ],
            "type": "actions",
          },
          {
            "elements": [
              {
                "emoji": false,
                "text": "Before you resend it, ask the person to look in the spam folder. A new e-mail has a new code, and the old code stops working.",
                "type": "plain_text",
              },
            ],
            "type": "context",
          },
          {
            "text": {
              "emoji": false,
              "text": "History",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "text": "<!date^1763717700^{date_short_pretty} {time}|2025-11-21 09:35 UTC>: Sent by Bo Berg
      <!date^1763717760^{date_short_pretty} {time}|2025-11-21 09:36 UTC>: Mail delivered",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
        ],
        "callback_id": "invitation",
        "close": {
          "emoji": false,
          "text": "Close",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "title": {
          "emoji": false,
          "text": "Invitation",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });

  it('keeps the latest events of a long history, and says how many are left out', () => {
    const view = invitationView({
      metadata: 'm',
      invitation: invitationRow(),
      timeline: times(60, (index) => ({ at: at('21T09:35'), text: `Event ${index}.` })),
    });
    expect(visibleText(view)).toContain('10 earlier events not shown.');
    expect(visibleText(view)).toContain('Event 59.');
  });
});

describe('the list of invitations', () => {
  it('has a filter, an item to open, and pages', () => {
    const view = invitationsModal({
      metadata: 'm',
      filter: 'pending',
      items: [invitationRow()],
      older: 'o',
      newer: 'n',
    });
    expect(actionsIn(view)).toEqual([
      ['invitation-open', 'i1'],
      ['page-newer', 'n'],
      ['page-older', 'o'],
    ]);
    expect(nodeWith(view, { action_id: 'invitation-filter' })).toMatchObject({
      type: 'static_select',
      initial_option: { value: 'pending' },
    });
  });

  it.each([
    ['all', 'No invitations yet. Send the first one with /invite-user.'],
    ['expired', 'No invitation has the status Expired.'],
  ] as const)('says why it is empty: %s', (filter, text) => {
    const view = invitationsModal({ metadata: 'm', filter, items: [], older: null, newer: null });
    expect(visibleText(view)).toContain(text);
  });
});
