import pLimit from 'p-limit';
import type { Access, AppAccess } from '../../domain/access.ts';
import { freeSeats } from '../../domain/seats.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { Context, MailDomainState } from '../context.ts';
import { approvalsNeeded } from '../invitations/approvals.ts';
import { type Standing, standings } from '../workgroups/belonging.ts';
import { judgeRow, notOurs, type RowFacts, secondApprover, type Verdict } from './judge.ts';
import type { PlacedRow } from './place-rows.ts';
import type { ImportPlace } from './rights.ts';
import { whatIsThereForAll } from './there.ts';
import { createTwiceFinder } from './twice.ts';

/** What the dry run says of a row. `isFinal`: whatever happens meanwhile. */
export type Forecast = Verdict & { isFinal: boolean };

export interface SeatsNeeded {
  access: AppAccess;
  needed: number;
  free: number;
}

export interface Planner {
  /** @param rows in the order of their lines, after all that came before */
  plan(rows: readonly PlacedRow[]): Promise<Forecast[]>;
  /** What all rows so far need, one entry for each subscription. */
  seats(): SeatsNeeded[];
}

const lookupsAtOnce = 32;
const noSeatLeft = 'No seat is left for this line. Free one, or choose another subscription.';

/**
 * Finds out what starting an import would do, a batch of rows at a time. Writes nothing.
 * @param runs earlier ones of the same file
 */
export function createPlanner(context: Context, place: ImportPlace, runs: readonly string[]): Planner {
  const { _id: organizationId } = place.organization;
  const { acceptance } = settingsOf(place.organization);
  const domains = new Map<string, MailDomainState>();
  const needs = new Map<string, SeatsNeeded & { askers: Map<string, boolean> }>();
  const privileged = new Map<string, boolean>();
  const twice = createTwiceFinder(organizationId);

  /** Asks the network, so never inside a transaction. */
  async function learnDomains(facts: readonly RowFacts[]): Promise<void> {
    const strangers = facts.filter(({ account }) => !account).map(({ row }) => row.email.domain);
    const unknown = [...new Set(strangers)].filter((domain) => !domains.has(domain));
    const limit = pLimit(lookupsAtOnce);
    const states = await Promise.all(unknown.map((domain) => limit(() => context.mailDomain(domain))));
    for (const [index, domain] of unknown.entries()) domains.set(domain, states[index] ?? 'unknown');
  }

  /** One seat for a person, in however many lines they are. */
  async function takeSeat(access: AppAccess, emailKey: string): Promise<boolean> {
    const { subscriptionId: _id } = access;
    let need = needs.get(_id);
    if (!need) {
      const { tenantId } = context.actor;
      const subscription = await context.store.subscriptions.findOne({ _id, tenantId }).lean();
      const free = subscription ? freeSeats(subscription) : 0;
      need = { access, needed: 0, free, askers: new Map() };
      needs.set(_id, need);
    }
    const earlier = need.askers.get(emailKey);
    if (earlier !== undefined) return earlier;
    need.needed += 1;
    const hasSeat = need.needed <= need.free;
    need.askers.set(emailKey, hasSeat);
    return hasSeat;
  }

  async function isShared(missing: readonly Access[]): Promise<boolean> {
    const workgroup = missing.find((access) => access.kind === 'workgroup');
    if (!workgroup) return false;
    const { tenantId } = context.actor;
    const found = { _id: workgroup.workgroupId, tenantId, collaborative: true };
    return (await context.store.workgroups.exists(found)) !== null;
  }

  /** A role is looked up once, however many lines name it. */
  async function isPrivileged(access: Access): Promise<boolean> {
    if (access.kind !== 'app') return false;
    const key = `${access.appId}:${access.roleId}`;
    const known =
      privileged.get(key) ??
      (await approvalsNeeded(context, { tenantId: context.actor.tenantId, access })) > 1;
    privileged.set(key, known);
    return known;
  }

  async function forecast(facts: RowFacts, standing: ReadonlyMap<string, Standing>): Promise<Forecast> {
    const { account, row } = facts;
    const { domain } = row.email;
    if (!account && domains.get(domain) === 'no-domain') {
      const remark = `${domain} does not exist or takes no mail. Check the spelling.`;
      return { outcome: 'invalid', remark, isFinal: true };
    }
    const verdict = judgeRow(context, place, facts);
    if ('outcome' in verdict) return { ...verdict, isFinal: false };
    return { ...(await forecastMissing(facts, verdict.missing, standing)), isFinal: false };
  }

  async function forecastMissing(
    { account, row }: RowFacts,
    missing: Access[],
    standing: ReadonlyMap<string, Standing>,
  ): Promise<Verdict> {
    const where = account && standing.get(account._id);
    if (where === 'elsewhere') return notOurs(place.organization.name, await isShared(missing));
    for (const access of missing) {
      if (access.kind !== 'app' || (await takeSeat(access, row.email.key))) continue;
      return { outcome: 'no-seat', remark: noSeatLeft };
    }
    for (const access of missing) {
      if (await isPrivileged(access)) return { outcome: 'proposed', remark: secondApprover };
    }
    if (!account || (where === 'nowhere' && missing.every(({ kind }) => kind === 'workgroup')))
      return { outcome: 'waiting-for-account', remark: null };
    const isAtOnce = missing.every(({ kind }) => !acceptance[kind]);
    return { outcome: isAtOnce ? 'granted' : 'invited', remark: null };
  }

  return {
    seats: () => [...needs.values()].map(({ askers: _, ...need }) => need),
    async plan(rows) {
      const there = await whatIsThereForAll(context, organizationId, rows, runs);
      const facts = rows.map(there);
      await learnDomains(facts);
      const joining = facts.filter(({ wanted }) => wanted.some(isFreeWorkgroup));
      const accounts = joining.flatMap(({ account }) => account ?? []);
      const standing = await standings(context, { organizationId, partnerId: null }, accounts);
      const forecasts: Forecast[] = [];
      for (const [index, placed] of rows.entries()) {
        const repeated = twice.judge(placed);
        const each = facts[index];
        if (repeated) forecasts.push({ ...repeated, isFinal: true });
        else if (each) forecasts.push(await forecast(each, standing));
        const last = forecasts.at(-1);
        if (last) twice.note(placed, last);
      }
      return forecasts;
    },
  };
}

function isFreeWorkgroup({ access, taken }: RowFacts['wanted'][number]): boolean {
  return access.kind === 'workgroup' && !taken.grant && !taken.invitation;
}
