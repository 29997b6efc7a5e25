import { beforeAll, describe, expect, it } from 'vitest';
import { enterDirectory, entriesFilter, searchDirectory } from '../../src/services/directory.ts';
import { searchPeople } from '../../src/services/people/search.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import { outcomeOf } from '../support/verbs.ts';
import { openPeopleWorld, type PeopleWorld, TENANT } from './people/world.ts';

const crowd = 5000;
let world: PeopleWorld;
let aster: string;
let birch: string;
let owner: AccountRecord;
beforeAll(async () => {
  world = await openPeopleWorld();
  aster = await world.organization('Aster');
  birch = await world.organization('Birch');
  owner = (await world.member(aster, 'owner', 'Olga')).account;
  await world.member(birch, 'owner', 'Bruno');
  await makeCrowd();
});

/** Many people of Aster whose names begin alike, as records. */
async function makeCrowd(): Promise<void> {
  const numbers = Array.from({ length: crowd }, (_, index) => String(index).padStart(5, '0'));
  const { store, runtime } = world;
  await store.accounts.insertMany(
    numbers.map((number) => ({
      _id: `acc_${number}`,
      tenantId: TENANT,
      username: `crowd${number}`,
      usernameKey: `crowd${number}`,
      email: `crowd${number}@crowd.example`,
      emailKey: `crowd${number}@crowd.example`,
      firstName: 'Crowd',
      lastName: `Person${number}`,
      provider: 'github',
      providerUsername: `crowd${number}`,
      identityKeys: [`${TENANT}:U0${number}`],
      createdAt: runtime.now(),
    })),
  );
  await store.directory.insertMany(
    numbers.map((number) => ({
      _id: `dir_${number}`,
      tenantId: TENANT,
      organizationId: aster,
      accountId: `acc_${number}`,
      terms: [
        `crowd person${number}`,
        `person${number}`,
        'crowd',
        `crowd${number}@crowd.example`,
        `crowd${number}`,
      ],
    })),
  );
}

async function add(organizationId: string, names: Partial<AccountRecord>): Promise<AccountRecord> {
  const account = { ...(await world.person('Somebody')), ...names };
  const { firstName, lastName, email, username } = account;
  await world.store.accounts.updateOne({ _id: account._id }, { firstName, lastName, email, username });
  await enterDirectory(world.by(owner), organizationId, account);
  return account;
}

const search = (query: string, organizationIds = [aster]) =>
  searchDirectory(world.by(owner), { organizationIds, query });

const found = async (query: string, organizationIds = [aster]) =>
  (await search(query, organizationIds)).map(({ accountId }) => accountId);

describe('entering the directory', () => {
  it('makes one entry per organization and account, which follows the names', async () => {
    const { _id } = await add(aster, { firstName: 'Hanna', lastName: 'Hoch' });
    const account = await world.store.accounts.findById(_id).lean();
    if (!account) throw new Error('no account');
    await enterDirectory(world.by(owner), aster, { ...account, lastName: 'Tief' });
    await enterDirectory(world.by(owner), birch, account);
    const entries = await world.store.directory.find({ accountId: _id }).lean();
    expect(entries).toHaveLength(2);
    expect(entries.find(({ organizationId }) => organizationId === aster)?.terms).toContain('tief');
    expect(await found('hoch')).toEqual([]);
    expect(await found('hoch', [birch])).toEqual([_id]);
    expect(await found('tief')).toEqual([_id]);
  });

  it('of one account several times at once makes one entry', async () => {
    const account = await world.person('Paula');
    await Promise.all(Array.from({ length: 8 }, () => enterDirectory(world.by(owner), aster, account)));
    expect(await world.store.directory.countDocuments({ accountId: account._id })).toBe(1);
  });
});

describe('searching the directory', () => {
  it('finds the beginning of each name, the address and the username, whatever case and marks', async () => {
    const zoe = await add(aster, {
      firstName: 'Zoë',
      lastName: 'Núñez García',
      email: 'z.nunez@partner.example',
      username: 'zn-9',
    });
    for (const query of ['zoe', 'ZOË', '  nunez  g', 'Zoë Núñez', 'Z.NUNEZ@', 'zn-9']) {
      expect(await found(query), query).toEqual([zoe._id]);
    }
    const { _id: accountId, username, email } = zoe;
    expect(await search('zoe')).toEqual([{ accountId, name: 'Zoë Núñez García', username, email }]);
    for (const query of ['arcia', 'partner.example', 'oë']) expect(await found(query), query).toEqual([]);
  });

  it('takes what was typed literally', async () => {
    const odd = await add(aster, {
      firstName: 'Quint',
      lastName: "O'Dot",
      email: 'q.dot+a|b@odd.example',
      username: 'q_dot',
    });
    for (const query of ['q.dot+a|b', 'q_dot', "o'dot"]) expect(await found(query)).toEqual([odd._id]);
    for (const query of ['.*', '^q', 'q.*', 'q|z', '(q', '[a-z]', '\\', '\0', 'qxdot', '$', '{"$ne":null}']) {
      expect(await found(query), query).toEqual([]);
    }
  });

  it('never shows the people of another organization, or of another tenant', async () => {
    const bea = await add(birch, { firstName: 'Ximena', lastName: 'Birch' });
    expect(await found('ximena')).toEqual([]);
    expect(await found('ximena', [birch])).toEqual([bea._id]);
    expect(await found('ximena', [aster, birch])).toEqual([bea._id]);
    const stranger = await world.person('Stranger', 'T0OTHER');
    const theirs = await searchDirectory(world.by(stranger), { organizationIds: [birch], query: 'ximena' });
    expect(theirs).toEqual([]);
  });

  it('names somebody once whom several organizations know', async () => {
    const both = await add(aster, { firstName: 'Yorick', lastName: 'Both' });
    await enterDirectory(world.by(owner), birch, both);
    expect(await found('yorick', [aster, birch])).toEqual([both._id]);
  });

  it('shows at most a hundred, sorted by name, or as few as are asked for', async () => {
    const people = await search('crowd');
    expect(people).toHaveLength(100);
    const names = people.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    expect(new Set(people.map(({ accountId }) => accountId)).size).toBe(100);
    const few = await searchDirectory(world.by(owner), {
      organizationIds: [aster],
      query: 'crowd',
      limit: 7,
    });
    expect(few).toHaveLength(7);
    const many = { organizationIds: [aster], query: '', limit: 5000 };
    expect(await searchDirectory(world.by(owner), many)).toHaveLength(100);
  });

  it('shows the first ones when nothing is typed', async () => {
    const first = await add(aster, {
      firstName: 'Aaa',
      lastName: 'Aab',
      email: 'aaa@a.example',
      username: 'aaa',
    });
    const people = await search('   ');
    expect(people).toHaveLength(100);
    expect(people[0]?.accountId).toBe(first._id);
    expect(await search('', [])).toEqual([]);
  });
});

describe('the plan of a search', () => {
  interface Stage {
    stage: string;
    inputStage?: Stage;
    indexName?: string;
    indexBounds?: Record<string, string[]>;
  }
  interface Explained {
    queryPlanner: { winningPlan: Stage };
    executionStats: { totalKeysExamined: number; totalDocsExamined: number; nReturned: number };
  }

  async function explain(query: string) {
    const explained = (await world.store.directory
      .find(entriesFilter(world.by(owner), aster, query), { accountId: 1 })
      .hint({ tenantId: 1, organizationId: 1, terms: 1 })
      .limit(100)
      .explain('executionStats')) as unknown as Explained;
    const stages: Stage[] = [];
    let stage: Stage | undefined = explained.queryPlanner.winningPlan;
    for (; stage; stage = stage.inputStage) stages.push(stage);
    return { scan: stages.at(-1), stages: stages.map((each) => each.stage), ...explained.executionStats };
  }

  it.each(['person04999', 'crowd', 'crowd000', 'person', 'p.*', 'nobody'])(
    'reads one range of the index for %s, and little of it',
    async (query) => {
      const { scan, stages, totalKeysExamined, totalDocsExamined } = await explain(query);
      expect(scan).toMatchObject({ stage: 'IXSCAN', indexName: 'tenantId_1_organizationId_1_terms_1' });
      expect(stages).not.toContain('SORT');
      expect(scan?.indexBounds).toEqual({
        tenantId: [`["${TENANT}", "${TENANT}"]`],
        organizationId: [`["${aster}", "${aster}"]`],
        terms: [`["${query}", "${query}\u{10FFFF}")`],
      });
      expect(totalDocsExamined).toBeLessThanOrEqual(100);
      // An entry can be met once for each of its five terms.
      expect(totalKeysExamined).toBeLessThanOrEqual(501);
    },
  );

  it('reads as little when nothing is typed', async () => {
    const { scan, nReturned, totalKeysExamined } = await explain('');
    expect(scan).toMatchObject({ stage: 'IXSCAN', indexName: 'tenantId_1_organizationId_1_terms_1' });
    expect(nReturned).toBe(100);
    expect(totalKeysExamined).toBeLessThanOrEqual(501);
  });
});

describe('searching people', () => {
  it('covers the organizations where one holds the permission, and no other', async () => {
    const known = await add(birch, { firstName: 'Wanda', lastName: 'Birch' });
    expect(await searchPeople(world.by(owner), 'wanda', 'people:manage')).toEqual([]);
    const { account: admin } = await world.member(birch, 'admin', 'Anton');
    const [row] = await searchPeople(world.by(admin), 'wanda', 'people:manage');
    expect(row?.accountId).toBe(known._id);
  });

  it('is denied to members and to those who belong nowhere', async () => {
    const { account: member } = await world.member(aster, 'member', 'Mona');
    const nobody = await world.person('Nemo');
    for (const account of [member, nobody]) {
      expect(await outcomeOf(searchPeople(world.by(account), 'crowd', 'people:manage'))).toBe('deny');
    }
  });
});
