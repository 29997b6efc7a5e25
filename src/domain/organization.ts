import { z } from 'zod';
import { parseEmail } from './email.ts';
import { nameLimit, plainName } from './names.ts';

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
  name: plainName({
    missing: 'Enter the name of the organization.',
    tooLong: `The name can have at most ${nameLimit} characters.`,
  }),
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
