import { describe, expect, it } from 'vitest';
import { grantModal } from '../../views/people/grant-modal.ts';
import { peopleModal } from '../../views/people/people-modal.ts';
import { personModal } from '../../views/people/person-modal.ts';
import { personOptions } from '../../views/people/person-option.ts';
import { visibleText } from '../support/slack-text.ts';
import { accessInvitation, grantRow, personDetail } from './catalogue-direct.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { at, ordinary } from './samples.ts';

const access = { kind: 'app', appName: 'Atlas', subscriptionName: 'Team', roleName: 'Editor' } as const;
const since = '<!date^1761984000^{date_short_pretty} {time}|2025-11-01 08:00 UTC>';
const end = '<!date^1764547140^{date_short_pretty} {time}|2025-11-30 23:59 UTC>';

describe('finding people', () => {
  const aster = { id: 'o1', name: 'Aster' };
  const people = (organizations: { id: string; name: string }[], organizationId = 'o1') =>
    peopleModal({ metadata: 'm', organizations, organizationId });

  it('searches the only organization', () => {
    const view = people([aster]);
    expect(view).toMatchObject({ callback_id: 'people', private_metadata: 'm' });
    expect(visibleText(view.blocks)).toBe(
      'Find somebody whom Aster knows:\nName, e-mail or username\nThese are people who have or had access, were invited, or asked for access.\nImport a file\nExport',
    );
    expect(nodeWith(view, { block_id: 'person' })).toMatchObject({
      type: 'actions',
      elements: [{ type: 'external_select', action_id: 'person', min_query_length: 1 }],
    });
  });

  it('lets choose the organization when there are several', () => {
    const view = people([aster, { id: 'o2', name: 'Birch' }], 'o2');
    expect(nodeWith(view, { action_id: 'peopleOrganization' })).toMatchObject({
      type: 'static_select',
      initial_option: { value: 'o2' },
    });
    expect(visibleText(view)).toContain('Find somebody whom Birch knows:');
  });

  it('says that there is no organization to search', () => {
    expect(visibleText(people([]).blocks)).toBe('There is no organization whose people you can see.');
  });

  it('offers at most a hundred, each by name, username and address', () => {
    const person = { accountId: 'u1', name: '<!here> Ada', username: 'ada', email: 'ada@aster.example' };
    const options = personOptions(Array.from({ length: 101 }, () => person));
    expect(options).toHaveLength(100);
    expect(options[0]).toEqual({
      value: 'u1',
      text: { type: 'plain_text', text: '<!here> Ada (ada)', emoji: false },
      description: { type: 'plain_text', text: 'ada@aster.example', emoji: false },
    });
    expect(personOptions([])).toEqual([]);
  });
});

describe('one person', () => {
  const person = (more: Parameters<typeof personDetail>[1] = {}) =>
    personModal({ metadata: 'm', person: personDetail(ordinary, more) });

  it('is said to have nothing', () => {
    expect(visibleText(person().blocks)).toBe(
      [
        '*Name*\nAda Lovelace',
        '*Username*\nada.lovelace',
        '*E-mail*\nada@aster.example',
        '*Organization*\nAster',
        'Access\nNo access to Aster.',
        'History\nNothing has happened yet.',
      ].join('\n'),
    );
    expect(actionsIn(person())).toEqual([]);
  });

  it('has each access with its time, and Change and End for whoever may', () => {
    const organization = { access: { kind: 'organization', role: 'admin' }, isManageable: false } as const;
    const view = person({
      active: [
        grantRow(ordinary, { access, endsAt: at('30T23:59') }),
        grantRow(ordinary, { ...organization, id: 'g2', status: 'suspended' }),
      ],
    });
    expect(visibleText(view)).toContain(`*Editor on Atlas (Team)* since ${since}. Ends ${end}.`);
    expect(visibleText(view)).toContain(`*Admin* since ${since}. No end date. It is suspended.`);
    expect(actionsIn(view)).toEqual([
      ['grant-change', 'g1'],
      ['grant-end', 'g1'],
    ]);
    expect(nodeWith(view, { action_id: 'grant-end' })).toMatchObject({
      accessibility_label: 'End the access: Editor on Atlas (Team)',
      confirm: {
        text: {
          text: 'The access Editor on Atlas (Team) ends now and its seat is freed. This cannot be undone.',
        },
      },
    });
  });

  it('says that a seat is freed only where there is one', () => {
    const organization = { kind: 'organization', role: 'admin' } as const;
    const view = person({ active: [grantRow(ordinary, { access: organization })] });
    expect(nodeWith(view, { action_id: 'grant-end' })?.confirm).toMatchObject({
      text: { text: 'The access Admin ends now. This cannot be undone.' },
    });
  });

  it('has live invitations to open', () => {
    const view = person({
      invitations: [
        accessInvitation(ordinary, { access, status: 'waitlisted' }),
        accessInvitation(ordinary, { id: 'i2', kind: 'join', access: null }),
      ],
    });
    const until = '<!date^1764322500^{date_short_pretty} {time}|2025-11-28 09:35 UTC>';
    expect(visibleText(view)).toContain(`Editor on Atlas (Team). Waitlisted, valid until ${until}.`);
    expect(visibleText(view)).toContain(`Create an account. Pending, valid until ${until}.`);
    expect(actionsIn(view)).toEqual([
      ['invitation-open', 'i1'],
      ['invitation-open', 'i2'],
    ]);
  });

  it('shows ten ended accesses, and says how many more there are', () => {
    const ended = { access, status: 'revoked', endedAt: at('20T08:00'), endedBy: 'Bo Berg' } as const;
    const view = person({
      ended: Array.from({ length: 12 }, (_, index) => grantRow(ordinary, { ...ended, id: `e${index}` })),
    });
    const text = visibleText(view);
    const until = '<!date^1763625600^{date_short_pretty} {time}|2025-11-20 08:00 UTC>';
    const line = `Editor on Atlas (Team): since ${since}, until ${until}, ended by Bo Berg.`;
    expect(text.split('\n').filter((found) => found === line)).toHaveLength(10);
    expect(text).toContain('2 more not shown.');
  });

  it('has a history', () => {
    const view = person({ history: [{ at: at('01T08:00'), text: 'Access given' }] });
    expect(visibleText(view)).toContain(`History\n${since}: Access given`);
  });

  it('can be removed with everything, after a question that says so', () => {
    const view = person({ isRemovable: true });
    expect(actionsIn(view)).toEqual([['person-remove', 'u1']]);
    expect(nodeWith(view, { action_id: 'person-remove' })).toMatchObject({
      text: { text: 'Remove from Aster' },
      style: 'danger',
      confirm: {
        title: { text: 'Remove Ada Lovelace from Aster?' },
        text: {
          text: 'All access and all invitations of Ada Lovelace to Aster end, and the seats are freed. This cannot be undone.',
        },
        confirm: { text: 'Remove' },
      },
    });
  });

  it('shows hostile names as they were typed, and formats nothing (A39)', () => {
    const hostile = { ...access, roleName: '*<!channel>*' };
    const text = visibleText(person({ active: [grantRow(ordinary, { access: hostile })] }));
    expect(text).toContain('*∗&lt;!channel&gt;∗ on Atlas (Team)* since');
  });
});

describe('changing an access', () => {
  const change = (more: Parameters<typeof grantRow>[1] = {}) =>
    grantModal({
      metadata: 'm',
      personName: 'Ada Lovelace',
      organizationName: 'Aster',
      grant: grantRow(ordinary, { access, otherRoles: [{ id: 'r2', name: 'Viewer' }], ...more }),
    });

  it('begins with the role and the end that it has', () => {
    const view = change({ endsAt: at('30T23:59') });
    expect(view).toMatchObject({ callback_id: 'grant', submit: { text: 'Save' } });
    expect(inputsIn(view)).toEqual(['roleId', 'endsOn']);
    expect(visibleText(view)).toContain('Ada Lovelace has access to Atlas (Team) of Aster.');
    expect(nodeWith(view, { action_id: 'roleId' })).toMatchObject({
      options: [
        { value: 'r1', text: { text: 'Editor' } },
        { value: 'r2', text: { text: 'Viewer' } },
      ],
      initial_option: { value: 'r1' },
    });
    expect(nodeWith(view, { action_id: 'endsOn' })?.initial_date).toBe('2025-11-30');
    expect(nodeWith(view, { block_id: 'endsOn' })?.optional).toBe(true);
  });

  it('has no end when the access has none, and names organization roles', () => {
    const view = change({
      access: { kind: 'organization', role: 'admin' },
      roleId: 'admin',
      otherRoles: [
        { id: 'admin', name: 'Admin' },
        { id: 'member', name: 'Member' },
      ],
    });
    expect(nodeWith(view, { action_id: 'endsOn' })).not.toHaveProperty('initial_date');
    expect(nodeWith(view, { action_id: 'roleId' })?.options).toMatchObject([
      { value: 'admin', text: { text: 'Admin' } },
      { value: 'member', text: { text: 'Member' } },
    ]);
  });
});
