import { z } from 'zod';
import { parseEmail } from './email.ts';

const linkLike = /:\/\/|www\.|[<>]/i;

/** A login domain: one lower-case DNS label, such as `aster`. */
export const loginDomain = z
  .string({ error: 'Enter a login domain.' })
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,30}$/,
    'Use 2 to 31 letters (a–z), digits and single hyphens; begin with a letter. For example: aster.',
  );

const slackId = z.string().regex(/^[CGDUW][A-Z0-9]+$/, 'Choose a channel from the list.');

/** What `/gatehouse` asks of a new organization, and `/gatehouse organization` edits. */
export const organizationSchema = z.object({
  name: z
    .string({ error: 'Enter the name of the organization.' })
    .trim()
    .min(1, 'Enter the name of the organization.')
    .max(60, 'The name can have at most 60 characters.')
    .refine((name) => !linkLike.test(name) && !/\p{C}/u.test(name), 'A name has no web address in it.'),
  domain: loginDomain,
  notificationEmail: z.string({ error: 'Enter an e-mail address.' }).transform((typed, issue) => {
    const email = parseEmail(typed);
    if ('address' in email) return email.address;
    issue.addIssue({ code: 'custom', message: `This ${email.problem.replace(/^Enter.*/, 'is empty')}.` });
    return z.NEVER;
  }),
  approvalsChannelId: slackId.nullable(),
});

export type OrganizationInput = z.infer<typeof organizationSchema>;
