import { describe, expect, it } from 'vitest';
import { readCatalogFile } from '../../src/services/catalog/read-file.ts';

const problemsOf = (text: string) =>
  readCatalogFile(text).problems.map(
    ({ line, column, path, text: what }) => `${line}:${column} ${path} ${what}`,
  );

const good = `businesses:
  - domain: Aster
    apps:
      - name: Atlas
        roles:
          - name: Viewer
          - name: Operator
            privileged: true
        subscriptions:
          - name: Team
            plan: Business
            seats: 10
            ends: 2027-01-31
          - name: Trial
            plan: Free
            seats: unlimited
          - name: Old
            archived: true
      - name: Borealis
        renamed-from: Aurora
`;
const expected = [
  {
    path: ['businesses', 0],
    domain: 'aster',
    apps: [
      {
        path: ['businesses', 0, 'apps', 0],
        name: 'Atlas',
        renamedFrom: null,
        archived: false,
        roles: [
          { name: 'Viewer', privileged: false, archived: false },
          { name: 'Operator', privileged: true, archived: false },
        ],
        subscriptions: [
          {
            name: 'Team',
            renamedFrom: null,
            terms: { plan: 'Business', seatLimit: 10, endsAt: new Date('2027-01-31T23:59:59.999Z') },
          },
          { name: 'Trial', terms: { plan: 'Free', seatLimit: null, endsAt: null } },
          { name: 'Old', terms: null },
        ],
      },
      { name: 'Borealis', renamedFrom: 'Aurora', roles: [], subscriptions: [] },
    ],
  },
];

describe('a catalog file', () => {
  it('is read from YAML', () => {
    const { businesses, problems } = readCatalogFile(good);
    expect(problems).toEqual([]);
    expect(businesses).toMatchObject(expected);
  });

  it.each(['\t', '  ', ''])('is read from JSON, indented by %j', (indent) => {
    const content = {
      businesses: [
        {
          domain: 'aster',
          apps: [{ name: 'Atlas', subscriptions: [{ name: 'Team', plan: 'B', seats: 3 }] }],
        },
      ],
    };
    const { businesses, problems } = readCatalogFile(JSON.stringify(content, null, indent));
    expect(problems).toEqual([]);
    expect(businesses[0]?.apps[0]?.subscriptions[0]?.terms?.seatLimit).toBe(3);
  });

  it('names all that is wrong at once, each with its line, its path and its remedy', () => {
    const text = `busineses: []
businesses:
  - domain: aster
    apps:
      - nmae: Atlas
        roles: Viewer
      - name: 2024
        roles:
          - name: Viewer
            priviledged: true
          - name: viewer
            privileged: yes
          - Operator
        subscriptions:
          - name: Team
            plan: true
            seats: ten
            ends: 2027-02-31
          - name: Trial
            plan: Free
          - name: Solo
            plan: Free
            seats: 0
            ends: soon
          - name: TEAM
            plan: Free
            seats: 1.5
      - name: https://evil.example
        archived: 1
  - domain: ASTER
  - apps:
`;
    expect(problemsOf(text)).toEqual([
      '1:1 busineses “busineses” is not known here. Did you mean “businesses”?',
      '5:9 businesses[0].apps[0].nmae “nmae” is not known here. Did you mean “name”?',
      '5:9 businesses[0].apps[0] “name” is missing. Write the name of the app.',
      '6:16 businesses[0].apps[0].roles This is not a list. Begin each item with “- ”.',
      '7:15 businesses[0].apps[1].name “2024” is not a text. Put it in quotes: "2024".',
      '10:13 businesses[0].apps[1].roles[0].priviledged “priviledged” is not known here. Did you mean “privileged”?',
      '11:19 businesses[0].apps[1].roles[1].name The role “viewer” is here twice. Keep one of them.',
      '12:25 businesses[0].apps[1].roles[1].privileged “yes” is neither true nor false. Write one of them.',
      '13:13 businesses[0].apps[1].roles[2] “Operator” is not what belongs here. Write “name”, “privileged”, “archived”.',
      '16:19 businesses[0].apps[1].subscriptions[0].plan “true” is not a text. Put it in quotes: "true".',
      '17:20 businesses[0].apps[1].subscriptions[0].seats “ten” is not a number of seats. Write a number from 1 to 1,000,000, or unlimited.',
      '18:19 businesses[0].apps[1].subscriptions[0].ends “2027-02-31” is not a day. Write it like 2027-01-31.',
      '19:13 businesses[0].apps[1].subscriptions[1] “seats” is missing. Write a number from 1 to 1,000,000, or unlimited.',
      '23:20 businesses[0].apps[1].subscriptions[2].seats “0” is not a number of seats. Write a number from 1 to 1,000,000, or unlimited.',
      '24:19 businesses[0].apps[1].subscriptions[2].ends “soon” is not a day. Write it like 2027-01-31.',
      '25:19 businesses[0].apps[1].subscriptions[3].name The subscription “TEAM” is here twice. Keep one of them.',
      '27:20 businesses[0].apps[1].subscriptions[3].seats “1.5” is not a number of seats. Write a number from 1 to 1,000,000, or unlimited.',
      '28:15 businesses[0].apps[2].name A name has no web address in it.',
      '29:19 businesses[0].apps[2].archived “1” is neither true nor false. Write one of them.',
      '30:13 businesses[1].domain The business “ASTER” is here twice. Keep one of them.',
      '31:5 businesses[2] “domain” is missing. Name the business by its login domain.',
    ]);
  });

  it.each([
    ['nothing', '', /^1:1 {2}Nothing is not what belongs here\. Write “businesses”\.$/],
    ['a text', 'hello', /^1:1 {2}“hello” is not what belongs here/],
    ['no businesses', 'apps: []', /“businesses” is missing/],
    ['a key twice', 'businesses: []\nbusinesses: []', /^2:1 {2}Map keys must be unique/],
    ['two documents', 'businesses: []\n---\nbusinesses: []', /There is more than one document/],
    ['a quote that does not end', 'businesses:\n  - domain: "aster', /^2:/],
    ['a tag', 'businesses: !js []', /^1:13 {2}Unresolved tag/],
    [
      'a new name for what is archived',
      'businesses:\n- domain: a\n  apps:\n  - {name: B, renamed-from: A, archived: true}',
      /^4:29 .*What is archived is not renamed\. Remove this line\.$/,
    ],
    ['broken JSON', '{"businesses": [}', /^1:1\d/],
  ])('says what to do about %s', (_, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem);
  });

  it('does not grow a bomb of aliases', () => {
    const level = (n: number) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}]`;
    const levels = ['a0: &a0 [x, x]', ...Array.from({ length: 12 }, (_, n) => level(n + 1))];
    expect(problemsOf(levels.join('\n'))).toEqual([
      '1:1  The anchors and aliases cannot be resolved. Write the values out.',
    ]);
  });

  it('does not read more than a megabyte', () => {
    const text = `businesses: [] #${'x'.repeat(1_000_000)}`;
    expect(problemsOf(text)).toEqual(['1:1  The file is larger than 1 MB. Split it up.']);
  });

  it('steers no terminal', () => {
    const [problem] = problemsOf('"\\u001b[2J\\u009b": 1\nbusinesses: []');
    expect(problem).toContain('“[2J” is not known here');
    expect(problem).not.toMatch(/\p{Cc}/u);
  });
});
