import { describe, expect, it } from 'vitest';
import type { InviteLine } from '../../src/domain/invitations.ts';
import type { ProposalFacts } from '../../src/domain/messages.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { invitationView } from '../../views/invitations/invitation-view.ts';
import { invitationsModal } from '../../views/invitations/invitations-modal.ts';
import { inviteModal } from '../../views/invitations/invite-modal.ts';
import { inviteResultView } from '../../views/invitations/invite-result-view.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import { offerResultView } from '../../views/invitations/offer-result-view.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { visibleText } from '../support/slack-text.ts';
import { allChoices } from './catalogue-direct.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import {
  admin,
  appAccess,
  at,
  invitationRow,
  offerBriefing,
  offerReminder,
  ordinary,
  proposalFacts,
  requestFacts,
  times,
} from './samples.ts';

const aster = { id: 'o1', name: 'Aster' };
const birch = { id: 'o2', name: 'Birch' };
const invite = { metadata: 'm', defaultExpiryDays: 7 };
const offer = { metadata: 'm', what: 'organization', choices: null, proposal: null } as const;

describe('Invite people', () => {
  it('is empty but for the only organization and a week', () => {
    expect(inviteModal({ ...invite, organizations: [aster], values: {} })).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "block_id": "invite-way",
            "elements": [
              {
                "action_id": "invite-way",
                "initial_option": {
                  "text": {
                    "emoji": false,
                    "text": "Ask them to create an account",
                    "type": "plain_text",
                  },
                  "value": "join",
                },
                "options": [
                  {
                    "text": {
                      "emoji": false,
                      "text": "Ask them to create an account",
                      "type": "plain_text",
                    },
                    "value": "join",
                  },
                  {
                    "text": {
                      "emoji": false,
                      "text": "Give access to an app",
                      "type": "plain_text",
                    },
                    "value": "direct",
                  },
                ],
                "type": "radio_buttons",
              },
            ],
            "type": "actions",
          },
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

  it('leads to the other way to invite', () => {
    const view = inviteModal({ ...invite, organizations: [aster], values: {} });
    const options = [{ value: 'join' }, { value: 'direct' }];
    expect(nodeWith(view, { action_id: 'invite-way' })).toMatchObject({
      type: 'radio_buttons',
      options,
      initial_option: { value: 'join' },
    });
  });

  it('is valid as long as the organization says, unless the sender says otherwise', () => {
    const form = { ...invite, organizations: [aster], defaultExpiryDays: 14 };
    const chosen = (values: { expiryDays?: number }) =>
      nodeWith(inviteModal({ ...form, values }), { action_id: 'expiryDays' });
    expect(chosen({})).toMatchObject({ initial_option: { value: '14' } });
    expect(chosen({ expiryDays: 3 })).toMatchObject({ initial_option: { value: '3' } });
  });

  it('chooses no organization when there are several', () => {
    const view = inviteModal({ ...invite, organizations: [aster, birch], values: {} });
    expect(nodeWith(view, { action_id: 'organizationId' })).not.toHaveProperty('initial_option');
  });

  it('has the days of the one that is chosen, and forgets them with another one', () => {
    const form = { ...invite, organizations: [aster, birch], defaultExpiryDays: 14 };
    const view = inviteModal({ ...form, values: { organizationId: 'o2' } });
    expect(nodeWith(view, { block_id: 'organizationId' })).toMatchObject({ dispatch_action: true });
    expect(nodeWith(view, { block_id: 'expiryDays:o2' })).toMatchObject({
      element: { initial_option: { value: '14' } },
    });
  });

  it('lists what to check and asks for a confirmation first', () => {
    const view = inviteModal({
      ...invite,
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
      ...offer,
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
      ...offer,
      organizations: [aster],
      request: null,
      roles: [...roles],
      values,
    });
    expect(inputsIn(one)).toEqual(['email', 'username', 'role']);
    const two = offerModal({
      ...offer,
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
      ...offer,
      organizations: [aster],
      request: null,
      roles: ['member'],
      values: {},
    });
    expect(nodeWith(view, { action_id: 'role' })).not.toHaveProperty('initial_option');
  });
});

describe('Invite to an organization that has apps', () => {
  const withApps = { ...offer, organizations: [aster], roles: ['member' as const], values: {} };
  const choices = allChoices();

  it('asks first what to give access to, and tells the app at once', () => {
    const view = offerModal({ ...withApps, request: requestFacts(), choices });
    expect(inputsIn(view)).toEqual(['what', 'role']);
    expect(nodeWith(view, { block_id: 'what' })).toMatchObject({
      dispatch_action: true,
      element: { initial_option: { value: 'organization' } },
    });
  });

  it('asks for app, subscription and role in place of the organization role', () => {
    const view = offerModal({ ...withApps, request: requestFacts(), choices, what: 'app' });
    const fields = ['role', 'appId', 'subscriptionId', 'roleId'];
    expect(fields.filter((field) => nodeWith(view, { action_id: field }))).toEqual([
      'appId',
      'subscriptionId',
      'roleId',
    ]);
    expect(visibleText(view)).toContain('7 in use, 2 held, 1 free of 10');
  });

  it('tells the app which of several organizations was chosen', () => {
    const view = offerModal({ ...withApps, organizations: [aster, birch], request: null, choices });
    expect(nodeWith(view, { block_id: 'organizationId' })).toMatchObject({ dispatch_action: true });
  });

  it('says what a first approver has proposed', () => {
    const proposal = { access: appAccess(), by: ['Olga'] };
    const view = offerModal({ ...withApps, request: requestFacts(), choices, what: 'app', proposal });
    expect(visibleText(view)).toContain('Olga proposes Editor on Atlas (Team). Send the same to agree.');
  });

  it('starts with a proposed organization role', () => {
    const proposal = { access: { kind: 'organization', role: 'member' } as const, by: ['Olga'] };
    const view = offerModal({ ...withApps, request: requestFacts(), proposal });
    expect(nodeWith(view, { action_id: 'role' })).toMatchObject({ initial_option: { value: 'member' } });
  });
});

describe('an offer', () => {
  it('can be accepted and declined while it is open', () => {
    expect(renderMessage(offerBriefing())).toMatchInlineSnapshot(`
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

  it('says which workgroups come along with it, as long as it is open', () => {
    const comesAlong = ['Staff', 'Pilots'];
    const sentence = 'The workgroups Staff and Pilots come along.';
    expect(visibleText(renderMessage(offerBriefing(ordinary, { comesAlong })))).toContain(sentence);
    expect(renderMail(offerBriefing(ordinary, { comesAlong })).text).toContain(sentence);
    const one = renderMail(offerBriefing(ordinary, { comesAlong: ['Staff'], code: 'ABCD' }));
    expect(one.text).toContain('The workgroup Staff comes along.');
    const accepted = renderMessage(offerBriefing(ordinary, { comesAlong, status: 'accepted' }));
    expect(visibleText(accepted)).not.toContain('along');
  });

  it('tells the approver too, once the request is approved', () => {
    const sent = {
      personName: 'Iris',
      organizationName: 'Aster',
      access: admin,
      expiresAt: at('28T09:35'),
      comesAlong: ['Staff'],
    };
    const said = (outcome: 'sent' | 'granted') => visibleText(offerResultView({ ...sent, outcome }, 'req_1'));
    for (const outcome of ['sent', 'granted'] as const)
      expect(said(outcome)).toContain('The workgroup Staff comes along.');
    expect(visibleText(offerResultView({ ...sent, comesAlong: [], outcome: 'sent' }, null))).not.toContain(
      'along',
    );
  });

  it.each([
    ['accepted', 'You accepted.'],
    ['redeemed', 'You accepted.'],
    ['declined', 'You declined.'],
    ['revoked', 'The invitation was withdrawn.'],
    ['undeliverable', 'The invitation is on hold. Ask Ada Lovelace to send it again.'],
    ['proposed', 'The invitation waits for a second approver.'],
    ['waitlisted', 'The invitation waits for a free seat.'],
  ] as const)('has no buttons once it is %s', (status, text) => {
    for (const briefing of [offerBriefing(ordinary, { status }), offerReminder(ordinary, { status })]) {
      const message = renderMessage(briefing);
      expect(actionsIn(message)).toEqual([]);
      expect(visibleText(message)).toContain(text);
    }
  });

  it('can be asked for anew once it has expired, and then says so', () => {
    const offered = { status: 'expired', expiresAt: at('28T09:35') } as const;
    for (const briefing of [offerBriefing(ordinary, offered), offerReminder(ordinary, offered)]) {
      const message = renderMessage(briefing);
      expect(actionsIn(message)).toEqual([['renewal-ask', 'i1']]);
      expect(visibleText(message)).toContain('Ask for a new one, and Ada Lovelace is told.');
    }
    const asked = renderMessage(offerBriefing(ordinary, { ...offered, renewalAskedAt: at('29T08:00') }));
    expect(actionsIn(asked)).toEqual([]);
    expect(visibleText(asked)).toContain('You asked for a new one, <!date^');
  });

  it('of an app says where, as what and how long the access lasts', () => {
    const message = renderMessage(
      offerBriefing(ordinary, { access: appAccess(), accessEndsAt: at('30T23:59') }),
    );
    expect(message.text).toBe('Ada Lovelace invites you to Atlas (Team) of Aster as Editor.');
    expect(visibleText(message)).toContain('invites you to *Atlas (Team) of Aster* as Editor. Valid until ');
    expect(visibleText(message)).toContain('The access ends <!date^1764547140^');
  });

  it('can be answered from its reminder too', () => {
    const message = renderMessage(offerReminder());
    expect(message.text).toBe('Reminder: Ada Lovelace invites you to Aster as an admin.');
    expect(actionsIn(message)).toEqual([
      ['offer-accept', 'i1'],
      ['offer-decline', 'i1'],
    ]);
  });
});

describe('a proposal', () => {
  const card = (more: Parameters<typeof proposalFacts>[1] = {}) =>
    renderMessage({ template: 'proposal', ...proposalFacts(ordinary, { proposedBy: 'Bo Berg', ...more }) });
  const approvals = ['Bo Berg', 'Cy Clark'];

  it('shows the second approver all there is, with Approve and Deny', () => {
    const text = visibleText(card());
    for (const fact of ['Ada Lovelace', 'ada@aster.example', 'Editor on Atlas (Team)', 'Bo Berg'])
      expect(text).toContain(fact);
    expect(text).toContain('1 of 2 approvers');
    expect(actionsIn(card())).toEqual([
      ['proposal-approve', 'i1'],
      ['proposal-deny', 'i1'],
    ]);
  });

  it('asks again before it is denied, not before it is approved', () => {
    expect(nodeWith(card(), { action_id: 'proposal-deny' })).toHaveProperty('confirm');
    expect(nodeWith(card(), { action_id: 'proposal-approve' })).not.toHaveProperty('confirm');
  });

  it.each([
    ['waitlisted', {}, 'The invitation waits for a free seat.'],
    ['pending', {}, 'Approved by Bo Berg and Cy Clark. The invitation was sent.'],
    ['accepted', {}, 'Approved by Bo Berg and Cy Clark. The invitation was accepted.'],
    ['redeemed', {}, 'Approved by Bo Berg and Cy Clark. The invitation was accepted.'],
    ['declined', {}, 'Approved by Bo Berg and Cy Clark. The invitation was declined.'],
    ['undeliverable', {}, 'Approved by Bo Berg and Cy Clark. The invitation could not be delivered.'],
    ['expired', {}, 'Approved by Bo Berg and Cy Clark. The invitation expired, <!date^1764322500^'],
    ['expired', { approvals: ['Bo Berg'] }, 'Expired without a second approver, <!date^1764322500^'],
    ['revoked', {}, 'Revoked.'],
    ['revoked', { endedBy: 'Di Dahl', endedAt: at('22T08:00') }, 'Revoked by Di Dahl, <!date^1763798400^'],
  ] as const)('has no buttons once it is %s: %j', (status, more, outcome) => {
    const message = card({ approvals, ...more, status } as Partial<ProposalFacts>);
    expect(actionsIn(message)).toEqual([]);
    expect(visibleText(message)).toContain(outcome);
    expect(message.text).toContain(outcome);
  });
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
    ['proposed', ['invitation-revoke']],
    ['accepted', []],
    ['redeemed', []],
    ['declined', []],
    ['revoked', []],
  ])('that is %s can be managed by %j', (status, expected) => {
    expect(buttons(status)).toEqual(expected);
  });

  it('does not look sent as long as it is not, here and in the list', () => {
    const texts = (status: InvitationStatus) => {
      const invitation = invitationRow(ordinary, { status });
      const list = { metadata: 'm', filter: 'all' as const, older: null, newer: null };
      return [
        visibleText(invitationView({ metadata: 'm', invitation, timeline: [] })),
        visibleText(invitationsModal({ ...list, items: [invitation] })),
      ];
    };
    for (const text of texts('waitlisted')) {
      expect(text).toContain('It is sent when a seat is free.');
      expect(text).not.toMatch(/Sent|Valid until/);
    }
    for (const text of texts('proposed')) {
      expect(text).toContain('A second approver can agree until <!date^');
      expect(text).not.toMatch(/Sent|Valid until/);
    }
    for (const text of texts('pending')) expect(text).toMatch(/Sent.*Valid until/s);
  });

  it('is not called valid once it is over', () => {
    const text = (status: InvitationStatus) =>
      visibleText(
        invitationView({ metadata: 'm', invitation: invitationRow(ordinary, { status }), timeline: [] }),
      );
    for (const status of ['accepted', 'redeemed', 'declined', 'revoked', 'undeliverable'] as const)
      expect(text(status)).not.toMatch(/valid until/i);
    expect(text('expired')).toContain('It was valid until <!date^');
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
                    "text": "The invitation of ada@aster.example ends and its code stops working. You can undo this for ten minutes.",
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
            "block_id": "extend:1764322500000",
            "elements": [
              {
                "action_id": "invitation-extend",
                "options": [
                  {
                    "text": {
                      "emoji": false,
                      "text": "Extend by 1 day",
                      "type": "plain_text",
                    },
                    "value": "i1:1",
                  },
                  {
                    "text": {
                      "emoji": false,
                      "text": "Extend by 3 days",
                      "type": "plain_text",
                    },
                    "value": "i1:3",
                  },
                  {
                    "text": {
                      "emoji": false,
                      "text": "Extend by 7 days",
                      "type": "plain_text",
                    },
                    "value": "i1:7",
                  },
                  {
                    "text": {
                      "emoji": false,
                      "text": "Extend by 14 days",
                      "type": "plain_text",
                    },
                    "value": "i1:14",
                  },
                  {
                    "text": {
                      "emoji": false,
                      "text": "Extend by 30 days",
                      "type": "plain_text",
                    },
                    "value": "i1:30",
                  },
                ],
                "placeholder": {
                  "emoji": false,
                  "text": "Extend",
                  "type": "plain_text",
                },
                "type": "static_select",
              },
            ],
            "type": "actions",
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

  it('of an app shows the person, the access with its end, and that it waits for an account', () => {
    const text = visibleText(
      invitationView({
        metadata: 'm',
        invitation: invitationRow(ordinary, {
          kind: 'access',
          personName: 'Ada Lovelace',
          access: appAccess(),
          accessEndsAt: at('30T23:59'),
          waitsForAccount: true,
          approvals: ['Olga'],
          approvalsNeeded: 3,
        }),
        timeline: [],
      }),
    );
    expect(text).toContain('Editor on Atlas (Team)');
    expect(text).toContain('Pending, waiting for account');
    expect(text).toContain('1 of 3: Olga');
    expect(text).toContain('The access ends <!date^1764547140^');
    expect(text).toContain('A new e-mail has a new code, and the old code stops working.');
  });

  it('can be reminded of, and its role changed, where that is so', () => {
    const view = invitationView({
      metadata: 'm',
      invitation: invitationRow(ordinary, {
        kind: 'access',
        access: appAccess(),
        isRemindable: true,
        otherRoles: [{ id: 'viewer', name: 'Viewer' }],
      }),
      timeline: [],
    });
    expect(actionsIn(view).map(([action]) => action)).toEqual([
      'invitation-resend',
      'invitation-remind',
      'invitation-revoke',
    ]);
    expect(nodeWith(view, { action_id: 'invitation-change-role' })).toMatchObject({
      type: 'static_select',
      options: [{ value: 'i1:viewer', text: { text: 'Viewer' } }],
    });
  });

  it('that was just revoked can be taken back, until when it says', () => {
    const invitation = invitationRow(ordinary, { status: 'revoked', undoUntil: at('21T10:10') });
    const view = invitationView({ metadata: 'm', invitation, timeline: [] });
    expect(actionsIn(view)).toEqual([['undo', 'i1']]);
    expect(visibleText(view)).toContain('You can take the revocation back until <!date^1763719800^');
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
      ['bulk-open', undefined],
      ['invitation-open', 'i1'],
      ['page-newer', 'n'],
      ['page-older', 'o'],
    ]);
    expect(nodeWith(view, { action_id: 'invitation-filter' })).toMatchObject({
      type: 'static_select',
      initial_option: { value: 'pending' },
    });
  });

  it('finds by person and app, says to whom it is narrowed, and can show all again', () => {
    const list = { metadata: 'm', filter: 'all', items: [], older: null, newer: null } as const;
    const find = { type: 'external_select', action_id: 'invitations-find' };
    const all = invitationsModal({ ...list, items: [] });
    expect(nodeWith(all, find)).toMatchObject({ min_query_length: 1 });
    expect(actionsIn(all)).toEqual([]);
    const narrowed = invitationsModal({ ...list, items: [], narrowed: { text: 'Atlas' } });
    expect(visibleText(narrowed)).toContain('Only the invitations for Atlas are shown.');
    expect(actionsIn(narrowed)).toEqual([['invitation-filter', 'all']]);
    expect(nodeWith(narrowed, { block_id: 'invitations-find:narrowed' })).toMatchObject({ elements: [find] });
  });

  it('offers to resend everything that could not be delivered, and asks first', () => {
    const list = { metadata: 'm', items: [], older: null, newer: null };
    const view = invitationsModal({ ...list, filter: 'undeliverable', undeliverable: 3 });
    expect(nodeWith(view, { action_id: 'invitations-retry-all' })).toMatchObject({
      text: { text: 'Resend all 3' },
      confirm: { confirm: { text: 'Resend all' } },
    });
    expect(actionsIn(invitationsModal({ ...list, filter: 'all', undeliverable: 3 }))).toEqual([]);
    expect(actionsIn(invitationsModal({ ...list, filter: 'undeliverable', undeliverable: 0 }))).toEqual([]);
  });

  it('shows the name beside the address, and what the invitation is for', () => {
    const items = [
      invitationRow(ordinary, { personName: 'Ada Lovelace', kind: 'access', access: appAccess() }),
      invitationRow(ordinary, { id: 'i2', kind: 'access', access: admin, waitsForAccount: true }),
    ];
    const view = invitationsModal({ metadata: 'm', filter: 'all', items, older: null, newer: null });
    expect(visibleText(view)).toContain(
      'Ada Lovelace (ada@aster.example)\nPending · Aster · Editor on Atlas (Team)',
    );
    expect(visibleText(view)).toContain('Pending, waiting for account · Aster · Access as Admin');
  });

  it.each([
    ['proposed', 'No invitation waits for a second approver.'],
    ['all', 'No invitations yet. Send the first one with /invite-user.'],
    ['expired', 'No invitation has the status Expired.'],
  ] as const)('says why it is empty: %s', (filter, text) => {
    const view = invitationsModal({ metadata: 'm', filter, items: [], older: null, newer: null });
    expect(visibleText(view)).toContain(text);
  });
});
