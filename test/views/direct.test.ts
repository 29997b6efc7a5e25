import { describe, expect, it } from 'vitest';
import type { AccessChoices, Blocker } from '../../src/domain/direct-invitations.ts';
import { accessChoiceBlocks } from '../../views/common/access-choices.ts';
import { fieldOf } from '../../views/common/ids.ts';
import { directModal } from '../../views/invitations/direct-modal.ts';
import { directResultView } from '../../views/invitations/direct-result-view.ts';
import { directReviewModal } from '../../views/invitations/direct-review-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import { allChoices, everyBlocker, noChoices, result, review, seats } from './catalogue-direct.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { at, ordinary } from './samples.ts';

const idsOf = ({ blocks }: { blocks: { block_id?: string }[] }) => blocks.map(({ block_id }) => block_id);
const isInput = (block: { type: string }) => block.type === 'input';

describe('the dependent choices', () => {
  const choices = (more: Partial<AccessChoices> = {}) => ({
    blocks: accessChoiceBlocks(noChoices(ordinary, more), { withOrganization: true }),
  });
  const chosen = {
    organizations: [{ id: 'o1', name: 'Aster Labs' }],
    organizationId: 'o1',
    apps: [{ id: 'a1', name: 'Atlas' }],
    appId: 'a1',
    subscriptions: [
      { id: 's1', name: 'Team', plan: 'Pro', isFull: true },
      { id: 's2', name: 'Lab', plan: 'Basic', isFull: false },
    ],
    subscriptionId: 's2',
    seats: seats(),
    roles: [
      { id: 'r1', name: 'Viewer', privileged: false },
      { id: 'r2', name: 'Keeper', privileged: true },
    ],
    roleId: 'r1',
  } satisfies AccessChoices;

  it('say why there is nothing to choose from before a business is chosen', () => {
    const [, ...below] = choices().blocks;
    expect(visibleText(below)).toBe(
      'App: choose a business first.\nSubscription: choose an app first.\nRole: choose an app first.',
    );
    expect(below.filter(isInput)).toEqual([]);
  });

  it.each([
    [{ organizations: [] }, 'There is no business that you can invite people to.'],
    [{ ...chosen, apps: [], appId: null }, 'Aster Labs has no app yet. Add one with /gatehouse apps.'],
    [
      { ...chosen, subscriptions: [], subscriptionId: null, seats: null },
      'This app has no subscription yet. Add one with /gatehouse subscriptions.',
    ],
    [
      { ...chosen, subscriptionId: null, seats: null, roles: null, roleId: null },
      'Role: choose a subscription first.',
    ],
    [
      { ...chosen, roles: [], roleId: null },
      'This app has no role that you can give. Add one with /gatehouse apps.',
    ],
  ])('say what an empty list needs: %#', (more, sentence) => {
    expect(visibleText(choices(more)).split('\n')).toContain(sentence);
  });

  it('have the scope of the choice above, so that they forget their value with it', () => {
    expect(idsOf(choices(chosen))).toEqual([
      'organizationId',
      'appId:o1',
      'subscriptionId:a1',
      undefined,
      'roleId:s2',
    ]);
    expect(idsOf(choices()).map((id) => fieldOf(id ?? ''))).toEqual([
      'organizationId',
      'appId',
      'subscriptionId',
      'roleId',
    ]);
  });

  it('show what was chosen, and tell the app of every choice that others depend on', () => {
    const view = choices(chosen);
    const found = view.blocks.filter((block) => block.type === 'input');
    expect(found.map(({ element, dispatch_action }) => [initialOf(element), dispatch_action])).toEqual([
      ['o1', true],
      ['a1', true],
      ['s2', true],
      ['r1', undefined],
    ]);
  });

  it('show the seats of the chosen subscription, which are full, and which roles take two approvers', () => {
    const lines = visibleText(choices(chosen)).split('\n');
    expect(lines).toContain('7 in use, 2 held, 1 free of 10');
    expect(nodeWith(choices(chosen), { value: 's1' })?.description).toMatchObject({ text: 'Full · Pro' });
    expect(nodeWith(choices(chosen), { value: 's2' })?.description).toMatchObject({ text: 'Basic' });
    expect(nodeWith(choices(chosen), { value: 'r2' })?.description).toMatchObject({
      text: 'Takes two approvers',
    });
    expect(nodeWith(choices(chosen), { value: 'r1' })).not.toHaveProperty('description');
    expect(visibleText(choices({ ...chosen, subscriptionId: null, seats: null }))).not.toContain('in use');
  });

  it('say so when Slack cannot show all', () => {
    const lines = visibleText(accessChoiceBlocks(allChoices(ordinary, 150), { withOrganization: true }));
    expect(lines.split('\n').filter((line) => line === 'The first 100 are shown.')).toHaveLength(4);
  });

  it('leave the business out where it is given', () => {
    const blocks = accessChoiceBlocks(chosen, { withOrganization: false });
    expect(inputsOf({ blocks })).toEqual(['appId', 'subscriptionId', 'roleId']);
  });
});

describe('Invite to an app', () => {
  const form = {
    metadata: 'm',
    generation: 0,
    choices: noChoices(),
    values: {},
    defaultExpiryDays: 14,
  };

  it('asks for an account, the choices and the terms', () => {
    const view = directModal({ ...form, who: 'existing', choices: allChoices() });
    expect(view).toMatchObject({
      callback_id: 'direct',
      private_metadata: 'm',
      title: { text: 'Invite to an app' },
      submit: { text: 'Review' },
    });
    expect(idsOf(view)).toEqual([
      'invite-way',
      'who',
      'accountId',
      'organizationId',
      'appId:o1',
      'subscriptionId:a1',
      undefined,
      'roleId:s1',
      'note',
      'expiryDays:o1',
      'accessEndsOn',
      'clear',
    ]);
    expect(actionsIn(view)).toEqual([['clear-form', undefined]]);
    expect(nodeWith(view, { action_id: 'expiryDays' })?.initial_option).toMatchObject({ value: '14' });
  });

  it('finds the account by what is typed', () => {
    const view = directModal({ ...form, who: 'existing', values: { account: { id: 'u1', name: 'Ada' } } });
    expect(view.blocks.find(({ block_id }) => block_id === 'accountId')).toEqual({
      type: 'input',
      block_id: 'accountId',
      label: { type: 'plain_text', text: 'Person', emoji: false },
      hint: {
        type: 'plain_text',
        text: 'Only people whom your organizations know. Others: choose A new person and enter the e-mail address.',
        emoji: false,
      },
      element: {
        type: 'external_select',
        action_id: 'accountId',
        min_query_length: 1,
        placeholder: { type: 'plain_text', text: 'Name, e-mail or username', emoji: false },
        initial_option: { value: 'u1', text: { type: 'plain_text', text: 'Ada', emoji: false } },
      },
    });
  });

  it('asks for name and address of a new person only', () => {
    const fresh = directModal({ ...form, who: 'new' });
    expect(inputsIn(fresh)).toEqual([
      'who',
      'firstName',
      'lastName',
      'email',
      'organizationId',
      'note',
      'expiryDays',
      'accessEndsOn',
    ]);
    expect(visibleText(fresh)).toContain('A typing mistake keeps the invitation from arriving.');
    expect(nodeWith(fresh, { action_id: 'who' })?.initial_option).toMatchObject({ value: 'new' });
    expect(nodeWith(fresh, { block_id: 'who' })?.dispatch_action).toBe(true);
    expect(inputsIn(directModal({ ...form, who: 'existing' }))).not.toContain('email');
  });

  it('shows again what was filled in', () => {
    const values = {
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@aster.example',
      note: 'Welcome',
      expiryDays: 3,
      accessEndsOn: '2025-12-31',
    };
    const view = directModal({ ...form, who: 'new', values });
    const initial = (action_id: string) => initialOf(nodeWith(view, { action_id }));
    expect(['firstName', 'lastName', 'email', 'note', 'expiryDays', 'accessEndsOn'].map(initial)).toEqual([
      'Ada',
      'Lovelace',
      'ada@aster.example',
      'Welcome',
      '3',
      '2025-12-31',
    ]);
  });

  it.each(['existing', 'new'] as const)('is another form after Clear: no field keeps its id (%s)', (who) => {
    const inputIds = (generation: number) =>
      directModal({ ...form, who, choices: allChoices(), generation })
        .blocks.filter(isInput)
        .map(({ block_id }) => block_id ?? '');
    const [first, second, third] = [inputIds(0), inputIds(1), inputIds(2)];
    expect(second.map(fieldOf)).toEqual(first.map(fieldOf));
    expect(new Set([...first, ...second, ...third]).size).toBe(first.length * 3);
    expect(second).toContain('note:1');
    expect(second).toContain('organizationId:1');
    expect(second).toContain('appId:o1.1');
  });

  it('says that there is nothing to invite to', () => {
    const view = directModal({
      ...form,
      who: 'existing',
      choices: noChoices(ordinary, { organizations: [] }),
    });
    expect(visibleText(view)).toContain('There is no organization that you can invite people to.');
    expect(view.submit).toBeUndefined();
  });
});

describe('Check the invitation', () => {
  const view = (more: Parameters<typeof review>[1] = {}) =>
    directReviewModal({
      metadata: 'm',
      review: review(ordinary, {
        access: { kind: 'app', appName: 'Atlas', subscriptionName: 'Team', roleName: 'Editor' },
        ...more,
      }),
    });

  it('shows everything that is about to be sent', () => {
    const made = view({ note: 'Welcome', accessEndsAt: at('30T23:59') });
    expect(made).toMatchObject({
      callback_id: 'direct-review',
      submit: { text: 'Send invitation' },
      close: { text: 'Back' },
    });
    expect(visibleText(made.blocks)).toBe(
      [
        '*Person*\nAda Lovelace',
        '*E-mail*\nada@aster.example',
        '*Username*\nada.lovelace',
        '*Business*\nAster',
        '*App*\nAtlas',
        '*Subscription*\nTeam',
        '*Role*\nEditor',
        '*Valid for*\n7 days',
        'The access ends <!date^1764547140^{date_short_pretty} {time}|2025-11-30 23:59 UTC>.',
        'After sending: 7 in use, 3 held, 0 free of 10\n■■■■■■■▣▣▣',
        'Note:',
        'Welcome',
      ].join('\n'),
    );
  });

  it('says that a person without an account gets a code', () => {
    const made = view({ username: null, needsAcceptance: false });
    expect(visibleText(made)).toContain('No account yet: gets a code by e-mail');
    expect(visibleText(made)).toContain('After sending: 7 in use, 3 held');
    expect(visibleText(made)).not.toContain('at once');
  });

  it('says that the access is given at once, and counts the seat as in use', () => {
    const made = view({ needsAcceptance: false, organizationName: 'Aster Labs' });
    expect(visibleText(made)).toContain('Aster Labs gives this access at once.');
    expect(made.submit?.text).toBe('Give access');
    expect(visibleText(made)).toContain('After sending: 8 in use, 2 held');
  });

  it('says that a second approver has to agree', () => {
    expect(visibleText(view({ needsSecondApprover: true, needsAcceptance: false }))).toContain(
      'The role Editor takes two approvers. The invitation is sent when another approver has agreed.',
    );
  });

  const remedies: [Blocker['kind'], string[], [string, string][]][] = [
    ['yourself', ['You can’t invite yourself.', 'Ask another admin to send you the invitation.'], []],
    [
      'has-account',
      [
        'ada@aster.example belongs to an account: Ada Lovelace (ada.lovelace).',
        'Invite the account instead of a new person.',
      ],
      [['review-use-account', 'd1']],
    ],
    [
      'has-access',
      ['Ada Lovelace has access already: Aster on Aster (Aster).', 'To change it, open the person.'],
      [['person-open', 'u1:o1']],
    ],
    [
      'live-invitation',
      [
        'There is an invitation already. Status: Pending.',
        'Resend it, or choose something else to invite to.',
      ],
      [['invitation-resend', 'i1']],
    ],
    [
      'no-seat',
      [
        'No free seats (10/10).',
        '2 people are on the waitlist. A seat that gets free goes to the first in line.',
      ],
      [['review-waitlist', 'd1']],
    ],
    [
      'domain-not-allowed',
      [
        'Aster invites nobody whose e-mail address is at evil.example.',
        'Allowed: aster.example and birch.example. An owner can change this with /gatehouse settings.',
      ],
      [],
    ],
    [
      'role-above-yours',
      ['You can’t give the role Aster.', 'Choose another role, or ask an admin to send the invitation.'],
      [],
    ],
    [
      'no-mail',
      ['ada@aster.example: is not an e-mail address', 'Go back and correct the e-mail address.'],
      [],
    ],
    [
      'access-ends-too-early',
      ['The last day of the access is over already.', 'Go back and choose a later day, or none.'],
      [],
    ],
  ];
  const blockers: Blocker[] = everyBlocker().map((blocker) => {
    if (blocker.kind === 'domain-not-allowed')
      return { ...blocker, domain: 'evil.example', allowed: ['aster.example', 'birch.example'] };
    return blocker.kind === 'no-mail' ? { ...blocker, problem: 'is not an e-mail address' } : blocker;
  });

  it.each(remedies)('cannot be sent because of %s, and offers the remedy', (kind, lines, buttons) => {
    const made = view({ blockers: blockers.filter((blocker) => blocker.kind === kind).slice(0, 1) });
    expect(visibleText(made.blocks)).toContain(`This can’t be sent yet\n${lines.join('\n')}`);
    expect(actionsIn(made)).toEqual(buttons);
    expect(made.submit).toBeUndefined();
    expect(made.close).toMatchObject({ text: 'Back' });
    expect(visibleText(made)).toContain('Seats now: 7 in use, 2 held, 1 free of 10');
  });

  it('opens a live invitation that cannot be sent again', () => {
    const made = view({
      blockers: blockers.filter((blocker) => 'canResend' in blocker && !blocker.canResend),
    });
    expect(actionsIn(made)).toEqual([['invitation-open', 'i2']]);
    expect(visibleText(made)).toContain('Open it to see what it waits for.');
  });

  it.each([
    ['has-access', 'To change it, ask an admin.'],
    ['live-invitation', 'Choose something else to invite to, or ask an admin about it.'],
  ] as const)('gives no button for %s to who may not see what it opens', (kind, words) => {
    const theirs = blockers
      .filter((blocker) => blocker.kind === kind)
      .map((blocker) => ({ ...blocker, canResend: false, mayOpen: false }) as Blocker);
    const made = view({ blockers: theirs.slice(0, 1) });
    expect(actionsIn(made)).toEqual([]);
    expect(visibleText(made)).toContain(words);
  });

  it('names every blocker at once', () => {
    const made = view({ blockers });
    expect(idsOf(made).filter((id) => id?.startsWith('blocker:'))).toHaveLength(blockers.length);
    expect(new Set(blockers.map(({ kind }) => kind)).size).toBe(remedies.length);
  });

  it('offers the waitlist only when nothing but a seat is missing', () => {
    const made = view({
      blockers: blockers.filter(({ kind }) => kind === 'no-seat' || kind === 'has-access'),
    });
    expect(actionsIn(made)).toEqual([['person-open', 'u1:o1']]);
    expect(visibleText(made)).toContain(
      'The waitlist is open to this person once nothing else is in the way.',
    );
  });

  it('does not say that there is no account when the address belongs to one', () => {
    const made = view({ username: null, blockers: blockers.filter(({ kind }) => kind === 'has-account') });
    expect(visibleText(made)).not.toContain('No account yet');
    expect(visibleText(view({ username: null }))).toContain('No account yet');
  });

  it('asks to confirm what deserves a second look, once nothing else is in the way', () => {
    const warnings = [{ address: 'ada@gmial.com', text: 'Did you mean gmail.com?' }];
    expect(inputsIn(view({ warnings }))).toEqual(['confirmed']);
    expect(visibleText(view({ warnings }))).toContain('ada@gmial.com: Did you mean gmail.com?');
    const blocked = view({ warnings, blockers: [{ kind: 'yourself' }] });
    expect(inputsIn(blocked)).toEqual([]);
    expect(visibleText(blocked)).toContain('ada@gmial.com: Did you mean gmail.com?');
  });

  it('shows hostile names as they were typed, and pings nobody (A39)', () => {
    const made = view({
      organizationName: '<!channel> *Aster*',
      personName: '<@U1>',
      needsAcceptance: false,
    });
    expect(nodeWith(made, { text: '<!channel> *Aster* gives this access at once.' })?.type).toBe(
      'plain_text',
    );
    expect(nodeWith(made, { text: '<@U1>' })?.type).toBe('plain_text');
  });
});

describe('the result of a direct invitation', () => {
  const access = { kind: 'app', appName: 'Atlas', subscriptionName: 'Team', roleName: 'Editor' } as const;
  const said = (more: Parameters<typeof result>[1]) => {
    const [title = '', ...lines] = visibleText(
      directResultView(result(ordinary, { access, ...more }), { mayRepeat: true }),
    )
      .split('\n')
      .filter((line) => line !== 'Close');
    return { title, lines: lines.slice(0, -2) };
  };
  const time = '<!date^1764322500^{date_short_pretty} {time}|2025-11-28 09:35 UTC>';
  const spam = 'If no e-mail arrives, ask the person to look in the spam folder.';

  it.each([
    [
      { outcome: 'sent' },
      'Invitation sent',
      [
        'Ada Lovelace (ada@aster.example) is invited to Atlas (Team) of Aster as Editor.',
        `The invitation is valid until ${time}.`,
        spam,
      ],
    ],
    [
      { outcome: 'sent-with-code' },
      'Invitation sent',
      [
        'Ada Lovelace (ada@aster.example) is invited to Atlas (Team) of Aster as Editor.',
        'The person has no account yet and gets a code by e-mail. The invitation waits for the account.',
        `The code is valid until ${time}.`,
        spam,
      ],
    ],
    [
      { outcome: 'proposed' },
      'Waits for approval',
      [
        'Nothing is sent yet: the role Editor takes two approvers.',
        'The invitation of Ada Lovelace (ada@aster.example) to Atlas (Team) of Aster as Editor is sent when a second approver agrees.',
        `The second approver can agree until ${time}.`,
      ],
    ],
    [
      { outcome: 'waitlisted', position: 3 },
      'On the waitlist',
      [
        'Ada Lovelace (ada@aster.example) is on the waitlist of Atlas (Team) of Aster, at place 3.',
        'The invitation is sent when a seat is free and it is this person’s turn.',
      ],
    ],
    [
      { outcome: 'granted' },
      'Access given',
      [
        'Ada Lovelace (ada@aster.example) has access to Atlas (Team) of Aster as Editor now.',
        'Aster gives this access at once: there is nothing to accept.',
      ],
    ],
  ] as const)('says what happened: %j', (more, title, lines) => {
    expect(said(more)).toEqual({ title, lines });
  });

  it('leads to the invitation and to the next one, and closes the form with itself', () => {
    const view = directResultView(result(), { mayRepeat: true });
    expect(view).toMatchObject({ callback_id: 'direct-result', clear_on_close: true });
    expect(view.submit).toBeUndefined();
    expect(actionsIn(view)).toEqual([
      ['invitation-open', 'i1'],
      ['invite-user', 'direct'],
    ]);
  });
});

function initialOf(element: object | undefined): unknown {
  if (!element) return undefined;
  const { initial_option, initial_value, initial_date } = element as Record<string, unknown>;
  return (initial_option as { value: string } | undefined)?.value ?? initial_value ?? initial_date;
}

function inputsOf({ blocks }: { blocks: { type: string; block_id?: string }[] }): string[] {
  return blocks.filter(isInput).map(({ block_id }) => fieldOf(block_id ?? ''));
}
