import { describe, expect, it } from 'vitest';
import { accountModal } from '../../views/accounts/account-modal.ts';
import { type HomeData, homeView } from '../../views/home/home-view.ts';
import { organizationModal } from '../../views/organizations/organization-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import { everyView } from './catalogue.ts';
import { actionsIn, inputsIn } from './read.ts';
import { admin, appAccess, at, longest, offerFacts, proposalFacts, requestFacts } from './samples.ts';

const nobody: HomeData = {
  account: null,
  access: [],
  requests: [],
  offers: [],
  expiredOffers: [],
  approving: [],
  moreApproving: 0,
  canSetUp: false,
  hasOrganizations: true,
  organizations: [],
  undoable: [],
  troubles: [],
};

const request = {
  id: 'q1',
  organizationName: 'Aster',
  status: 'pending',
  createdAt: at('21T09:35'),
  expiresAt: at('30T09:35'),
  heldBy: ['Bo Berg', 'Cy Clark'],
  nextReminderAt: null,
} as const;

describe('Home', () => {
  it('tells a stranger how to begin', () => {
    expect(homeView(nobody)).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "Gatehouse",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "emoji": false,
              "text": "You have no Gatehouse account yet. It is created when you enter the code from your invitation.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "block_id": "start",
            "elements": [
              {
                "action_id": "enter-code",
                "style": "primary",
                "text": {
                  "emoji": false,
                  "text": "Enter code",
                  "type": "plain_text",
                },
                "type": "button",
              },
            ],
            "type": "actions",
          },
          {
            "text": {
              "emoji": false,
              "text": "Your access",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "emoji": false,
              "text": "You have no access to an organization yet.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "emoji": false,
                "text": "Type /gatehouse help to see all commands.",
                "type": "plain_text",
              },
            ],
            "type": "context",
          },
        ],
        "callback_id": "home",
        "type": "home",
      }
    `);
  });

  it('offers to set Gatehouse up only to who can', () => {
    expect(actionsIn(homeView({ ...nobody, hasOrganizations: false }))).toEqual([]);
    expect(actionsIn(homeView({ ...nobody, hasOrganizations: false, canSetUp: true }))).toEqual([
      ['set-up', undefined],
    ]);
  });

  it('shows an approver what waits, and what else can be done', () => {
    const view = homeView({
      ...nobody,
      offers: [offerFacts()],
      requests: [{ ...request, heldBy: [...request.heldBy] }],
      approving: [
        {
          organizationId: 'o1',
          organizationName: 'Aster',
          pending: [requestFacts()],
          total: 3,
          invitations: { expired: 1, pending: 2, revoked: 0, proposed: 1 },
          proposals: [proposalFacts()],
          proposalsTotal: 20,
          seatsTotal: 9,
          seats: [
            {
              appName: 'Atlas',
              subscriptionName: 'Team',
              seatLimit: 10,
              active: 7,
              held: 2,
              waiting: 0,
            },
          ],
        },
      ],
      moreApproving: 2,
      organizations: [{ id: 'o1', name: 'Aster', maySet: true }],
    });
    expect(actionsIn(view)).toEqual([
      ['enter-code', undefined],
      ['invite-user', undefined],
      ['open-requests', undefined],
      ['open-invitations', undefined],
      ['open-people', undefined],
      ['open-apps', undefined],
      ['open-subscriptions', undefined],
      ['open-domains', undefined],
      ['open-workgroups', undefined],
      ['offer-accept', 'i1'],
      ['offer-decline', 'i1'],
      ['request-approve', 'r1'],
      ['request-deny', 'r1'],
      ['proposal-approve', 'i1'],
      ['proposal-deny', 'i1'],
      ['request-withdraw', 'q1'],
      ['edit-organization', 'o1'],
      ['open-settings', 'o1'],
    ]);
    const text = visibleText(view);
    expect(text).toContain('*Aster*: 3 requests wait for a decision.');
    expect(text).toContain('2 more: press Requests or type /access-requests.');
    expect(text).toContain('Invitations: 1 waiting for a second approver, 2 pending, 1 expired.');
    expect(text).toContain('Ada Lovelace proposes Editor on Atlas (Team). 1 of 2 approvers.');
    expect(text).toContain('19 more invitations wait for a second approver: type /invitations proposed.');
    expect(text).toContain('8 more subscriptions: press Subscriptions.');
    expect(text).toContain('■■■■■■■▣▣□ Atlas (Team): 7 in use, 2 held, 1 free of 10');
    expect(text).toContain('2 more organizations: type /access-requests.');
    expect(text).toContain('Waits for Bo Berg and Cy Clark.');
  });

  it('leaves room below Slack’s hundred blocks, however much there is of everything', () => {
    const fullest = everyView(longest).find(([name]) => name === 'home, too much of everything')?.[1];
    expect(fullest?.blocks.length).toBeGreaterThan(80);
    expect(fullest?.blocks.length).toBeLessThanOrEqual(95);
  });

  it('says how much it leaves out', () => {
    const access = Array.from({ length: 25 }, () => ({
      organizationName: 'Aster',
      access: admin,
      since: at('01T00:00'),
      endsAt: null,
    }));
    expect(visibleText(homeView({ ...nobody, access }))).toContain('19 more. They are not shown.');
  });

  it('shows each access with its end, if it has one', () => {
    const since = at('01T00:00');
    const text = visibleText(
      homeView({
        ...nobody,
        access: [
          { organizationName: 'Aster', access: admin, since, endsAt: null },
          { organizationName: 'Birch', access: appAccess(), since, endsAt: at('30T23:59') },
        ],
      }),
    );
    expect(text).toMatch(/^\*Aster\*: Admin, since <[^>]*>$/m);
    expect(text).toMatch(/^\*Birch\*: Editor on Atlas \(Team\), since <[^>]*>, ends <[^>]*>$/m);
  });

  it('shows a workgroup under the person’s own organization, with the way they came', () => {
    const since = at('01T00:00');
    const held = (partnerName: string | null): HomeData['access'][number] => ({
      organizationName: 'Aster',
      access: { kind: 'workgroup', workgroupName: 'Pilots', role: 'member', partnerName },
      since,
      endsAt: null,
    });
    const own = { organizationName: 'Birch', access: admin, since, endsAt: null };
    const text = visibleText(homeView({ ...nobody, access: [own, held(null), held('Birch')] }));
    expect(text.match(/^\*.*(?=, since)/gm)).toEqual([
      '*Birch*: Admin',
      '*Birch*: Pilots of Aster · Workgroup member',
      '*Aster*: Pilots · Workgroup member',
    ]);
  });

  it.each([
    [
      'admin',
      [
        ['enter-code', undefined],
        ['open-workgroups', undefined],
        ['own-workgroups', undefined],
      ],
    ],
    [
      'member',
      [
        ['enter-code', undefined],
        ['own-workgroups', undefined],
      ],
    ],
  ] as const)(
    'offers the workgroups to the %s of one only where there is something to manage, and to leave',
    (role, buttons) => {
      const access = { kind: 'workgroup', workgroupName: 'Pilots', role, partnerName: 'Birch' } as const;
      const held = { organizationName: 'Aster', access, since: at('01T00:00'), endsAt: null };
      expect(actionsIn(homeView({ ...nobody, access: [held] }))).toEqual(buttons);
    },
  );

  it.each([
    ['approved', 'You approved the request of Ada Lovelace for Aster.'],
    ['denied', 'You denied the request of Ada Lovelace for Aster.'],
    ['revoked', 'You revoked the invitation of Ada Lovelace to Aster.'],
  ] as const)('lets what was just %s be taken back', (what, text) => {
    const decision = {
      id: 'u1',
      what,
      who: 'Ada Lovelace',
      organizationName: 'Aster',
      until: at('21T10:10'),
    };
    const view = homeView({ ...nobody, undoable: [decision] });
    expect(visibleText(view)).toContain(`${text} You can take it back until <!date^1763719800^`);
    expect(actionsIn(view)).toContainEqual(['undo', 'u1']);
  });
});

describe('the form of an organization', () => {
  it('keeps what it is given', () => {
    expect(
      organizationModal({
        metadata: 'm',
        mode: 'edit',
        values: {
          name: 'Aster',
          domain: 'aster',
          notificationEmail: 'access@aster.example',
          approvalsChannelId: 'C0123',
        },
      }),
    ).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "block_id": "name",
            "element": {
              "action_id": "name",
              "initial_value": "Aster",
              "max_length": 60,
              "type": "plain_text_input",
            },
            "label": {
              "emoji": false,
              "text": "Name",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "block_id": "domain",
            "element": {
              "action_id": "domain",
              "initial_value": "aster",
              "max_length": 31,
              "type": "plain_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "A short, unique name, for example: aster. 2 to 31 letters (a–z), digits and single hyphens.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Login domain",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "block_id": "notificationEmail",
            "element": {
              "action_id": "notificationEmail",
              "initial_value": "access@aster.example",
              "type": "email_text_input",
            },
            "hint": {
              "emoji": false,
              "text": "Gatehouse sends a mail to this address when somebody asks for access.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Notification e-mail address",
              "type": "plain_text",
            },
            "type": "input",
          },
          {
            "block_id": "approvalsChannelId",
            "element": {
              "action_id": "approvalsChannelId",
              "filter": {
                "include": [
                  "public",
                  "private",
                ],
              },
              "initial_conversation": "C0123",
              "placeholder": {
                "emoji": false,
                "text": "Choose a channel",
                "type": "plain_text",
              },
              "type": "conversations_select",
            },
            "hint": {
              "emoji": false,
              "text": "Access requests are posted here. Without a channel, each approver gets a direct message. In a private channel, invite Gatehouse first.",
              "type": "plain_text",
            },
            "label": {
              "emoji": false,
              "text": "Approvals channel",
              "type": "plain_text",
            },
            "optional": true,
            "type": "input",
          },
        ],
        "callback_id": "organization",
        "close": {
          "emoji": false,
          "text": "Cancel",
          "type": "plain_text",
        },
        "private_metadata": "m",
        "submit": {
          "emoji": false,
          "text": "Save",
          "type": "plain_text",
        },
        "title": {
          "emoji": false,
          "text": "Edit organization",
          "type": "plain_text",
        },
        "type": "modal",
      }
    `);
  });
});

describe('the form of an account', () => {
  it('asks for five things and says what is taken from Slack', () => {
    const view = accountModal({ metadata: 'm', email: 'ada@aster.example', values: {}, username: null });
    expect(inputsIn(view)).toEqual(['firstName', 'lastName', 'provider', 'providerUsername', 'username']);
    expect(view.submit?.text).toBe('Create account');
    expect(visibleText(view)).toContain('takes the e-mail address ada@aster.example from your Slack profile');
  });
});
