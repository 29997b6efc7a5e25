/** Apps with their roles, and the subscriptions that people get seats of. */
import { z } from 'zod';
import { nameLimit, plainName } from './names.ts';

export const rolesPerApp = 50;

/** A role of an app. One that is no longer offered is archived: whoever has it keeps it. */
export interface AppRole {
  id: string;
  name: string;
  /** Two different approvers have to agree before somebody gets it. */
  privileged: boolean;
  archived: boolean;
}

/** The name of an app, a role, a plan: one line of plain text. */
export function catalogName(what: string) {
  return plainName({
    missing: `Enter the name of the ${what}.`,
    tooLong: `The name of the ${what} can have at most ${nameLimit} characters.`,
  });
}

/** Names are unique whatever their case and width. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

const roleNames = (required: boolean) =>
  z
    .string()
    .max(3000, 'Enter at most 3,000 characters.')
    .nullish()
    .transform((text, issue) => {
      const names = (text ?? '')
        .split(/[\r\n]+/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
      if (required && names.length === 0)
        issue.addIssue({ code: 'custom', message: 'Enter at least one role.' });
      if (names.length > rolesPerApp)
        issue.addIssue({ code: 'custom', message: `An app can have at most ${rolesPerApp} roles.` });
      for (const name of names) {
        const parsed = catalogName('role').safeParse(name);
        if (!parsed.success)
          issue.addIssue({
            code: 'custom',
            message: `“${name.slice(0, 60)}”: ${parsed.error.issues[0]?.message}`,
          });
      }
      return [...new Map(names.map((name) => [nameKey(name), name])).values()];
    });

/** What the form of an app sends: role names one per line, and which of them are privileged. */
export const appInput = z
  .object({ name: catalogName('app'), roles: roleNames(true), privileged: roleNames(false) })
  .superRefine(({ roles, privileged }, issue) => {
    const known = new Set(roles.map(nameKey));
    const stray = privileged.find((name) => !known.has(nameKey(name)));
    if (!stray) return;
    const message = `“${stray}” is not one of the roles above. Add it there, or correct its name.`;
    issue.addIssue({ code: 'custom', path: ['privileged'], message });
  });

const seatLimit = z
  .union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(1_000_000)], {
    error: 'Enter a number of seats from 1 to 1,000,000, or nothing for no limit.',
  })
  .nullish()
  .transform((limit) => limit ?? null);

/** A day as Slack's date picker gives it. It ends with the day, in UTC. */
export const endOfDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'Choose a day.')
  .nullish()
  .refine((day) => !day || isDay(day), 'Choose a day.')
  .transform((day) => (day ? new Date(`${day}T23:59:59.999Z`) : null));

/** Whether the calendar has the day: 31 February would otherwise become a day in March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** What the form of a subscription sends. */
export const subscriptionInput = z.object({
  name: catalogName('subscription'),
  plan: catalogName('plan'),
  seatLimit,
  endsOn: endOfDay,
});

export type AppInput = z.output<typeof appInput>;
export type SubscriptionInput = z.output<typeof subscriptionInput>;
