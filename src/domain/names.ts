/** Names of organizations, apps, roles and workgroups. */
import { z } from 'zod';

export const nameLimit = 60;
const linkLike = /:\/\/|www\.|[<>]/i;

/** One line of plain text that no mail program makes a link of (A40). */
export function plainName({ missing, tooLong }: { missing: string; tooLong: string }) {
  return z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(nameLimit, tooLong)
    .refine((name) => !linkLike.test(name) && !/\p{C}/u.test(name), 'A name has no web address in it.');
}
