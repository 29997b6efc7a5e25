import fc from 'fast-check';
import { readImport } from '../../../src/services/imports/read.ts';
import { runImports } from '../../../src/services/imports/run.ts';
import { startImport } from '../../../src/services/imports/start.ts';
import { doomed, expectDeath } from '../crash.ts';
import { guest, invite, liveAt, type Model, minute, type Person } from '../model.ts';
import { patiently } from '../patience.ts';
import { manages } from '../rules.ts';
import { type Aim, refused } from '../step.ts';
import { runSweeps } from '../sweeps.ts';
import type { Town } from '../town.ts';
import { sweep } from '../transitions.ts';
import { manager } from './choose.ts';

/** By then a line that failed is tried again, and the lease of a process that died is over. */
const putOffFor = 2 * minute;

const files = fc.record({
  by: manager,
  /** The file's people are its own; the same file again invites only those whose invitation ran out. */
  file: fc.constantFrom('a', 'b'),
  /** After so many commands the process dies; another one goes on. */
  survives: fc.option(fc.nat({ max: 2 }), { freq: 2 }),
});

/** A few people from a file, one of them without an address that mail could reach. */
export const importFile: fc.Arbitrary<Aim> = files.map(({ by, file, survives }) => () => ({
  by,
  label: `${by} imports file ${file}${survives === null ? '' : `, which dies after ${survives}`}`,
  predict(model) {
    if (!manages(model, by)) return refused;
    const guests = guestsOf(file);
    for (const to of guests.slice(0, survives ?? guests.length)) inviteGuest(model, by, to);
    if (survives === null) return 'imported';
    model.now += putOffFor;
    sweep(model);
    for (const to of guests.slice(survives)) inviteGuest(model, by, to);
    return 'imported';
  },
  async act({ as, town }) {
    const lines = [...guestsOf(file), 'nobody at all'].map(
      (to) => `${to.includes(' ') ? to : `${to}@aster.example`},Guest,Person`,
    );
    const bytes = Buffer.from(`email,first name,last name\n${lines.join('\n')}\n`);
    const content = (async function* pieces() {
      yield bytes;
    })();
    const form = { organizationId: town.aster, fileName: `${file}.csv`, size: bytes.length, content };
    const { id } = await readImport(await as(by), form);
    await startImport(await as(by), id);
    if (survives !== null) {
      town.deaths += 1;
      await runImports(doomed(town.runtime, 'answer', survives), town.tenantId).catch(expectDeath);
      town.clock.at += putOffFor;
      await runSweeps(town);
    }
    await runToTheEnd(town);
    return 'imported';
  },
}));

/** What the database broke off waits for a moment, as it does in the app; so long the clock goes on. */
async function runToTheEnd(town: Town): Promise<void> {
  for (;;) {
    const { again } = await patiently(() => runImports(town.runtime, town.tenantId));
    if (again === null) return;
    town.clock.at = Math.max(town.clock.at, again.getTime());
    await runSweeps(town);
  }
}

const guestsOf = (file: string): string[] => [`${guest}${file}one`, `${guest}${file}two`];

function inviteGuest(model: Model, by: Person, to: string): void {
  if (liveAt(model, 'organization', to)) return;
  const earlier = model.invitations[`organization ${to}`];
  if (earlier && earlier.status !== 'expired' && earlier.status !== 'undeliverable') return;
  const access = { place: 'organization', role: 'member', via: null } as const;
  invite(model, { ...access, to, invitedBy: by, isBound: false, status: 'pending' });
}
