/** Fills its database with an organization of a given size, and times what an admin of it looks at. */
import type { InvitationFilter } from '../../src/domain/invitations.ts';
import { type Context, contextFor } from '../../src/services/context.ts';
import { homeOverview } from '../../src/services/home/index.ts';
import { listInvitations, type Narrowing } from '../../src/services/invitations/list.ts';
import type { Cursor } from '../../src/services/paging.ts';
import { searchPeople } from '../../src/services/people/search.ts';
import { connect } from '../../src/store/connection.ts';
import { answerQuestions } from '../support/answer.ts';
import { type CrowdSize, crowdApps, crowdInvitationId } from '../support/crowd-invitations.ts';
import { crowdAddress, typedNames } from '../support/crowd-people.ts';
import { fill } from '../support/fill.ts';
import { actorOf, owner } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';
import { median, quantile } from '../support/statistics.ts';

export type CrowdQuestion =
  | ({ kind: 'fill' } & CrowdSize)
  /** Answers the 95th percentile of at least `calls` calls, in milliseconds. */
  | ({ kind: 'typeahead' | 'page' | 'home'; calls: number } & CrowdSize);

/** One call, and its name for whoever looks for the slow one. */
interface Look {
  name: string;
  call(context: Context): Promise<unknown>;
}

const uri = process.env.MONGODB_URI ?? '';
const runtime = openRuntime(await connect(uri));

answerQuestions<CrowdQuestion>(async (question) => {
  if (question.kind === 'fill') return fill(uri, question);
  const looks = { typeahead, page, home }[question.kind](question);
  return p95(looks, question.calls);
});

async function p95(looks: readonly Look[], calls: number): Promise<number> {
  const times = looks.map(() => [] as number[]);
  for (let turn = 0; turn * looks.length < calls; turn += 1) {
    for (const [place, { call }] of looks.entries()) {
      const context = contextFor(runtime, actorOf(owner), `bench:${turn}`);
      const begun = performance.now();
      await call(context);
      times[place]?.push(performance.now() - begun);
    }
  }
  tellSlowest(looks, times);
  return quantile(times.flat(), 0.95);
}

function tellSlowest(looks: readonly Look[], times: readonly number[][]): void {
  const medians = looks.map(({ name }, place) => ({ name, ms: median(times[place] ?? []) }));
  const slowest = medians.sort((a, b) => b.ms - a.ms).slice(0, 3);
  console.error(`  slowest: ${slowest.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(', ')}`);
}

/** Each name from the empty field on, letter by letter. */
function typeahead(): Look[] {
  const typed = typedNames.flatMap((name) =>
    Array.from({ length: name.length + 1 }, (_, length) => name.slice(0, length)),
  );
  return typed.map((query) => ({
    name: `“${query}”`,
    call: (context) => searchPeople(context, query, 'invitation:send'),
  }));
}

function page(size: CrowdSize): Look[] {
  const { count } = size;
  const middle = crowdInvitationId(Math.floor(count / 2), count);
  const recent = crowdInvitationId(count - 40, count);
  const app: Narrowing = { appId: crowdApps[7]?._id ?? '' };
  const person: Narrowing = { emailKey: crowdAddress(3) };
  const pages: [InvitationFilter, Cursor, Narrowing?][] = [
    ['all', null],
    ['all', { before: middle }],
    ['all', { after: middle }],
    ['pending', null],
    ['pending', { before: recent }],
    ['proposed', null],
    ['waitlisted', null],
    ['accepted', { before: middle }],
    ['expired', null],
    ['expired', { before: middle }],
    ['undeliverable', null],
    ['all', null, app],
    ['accepted', { before: middle }, app],
    ['pending', null, app],
    ['expired', null, app],
    ['all', null, person],
  ];
  return pages.map(([filter, cursor, narrowing = null]) => ({
    name: `${filter} ${JSON.stringify(cursor)} ${JSON.stringify(narrowing)}`,
    call: (context) => listInvitations(context, { filter, cursor, narrowing }),
  }));
}

function home(): Look[] {
  return [{ name: 'home', call: homeOverview }];
}
