/** What went wrong, as far as the person who asked may know. */
export type ErrorCode = 'form' | 'deny' | 'code' | 'stale' | 'limit' | 'busy' | 'unsure' | 'reopen';

/**
 * An outcome that a person caused and can act on. `message` is written for that person: what happened, then what to do next.
 * `fields` maps the name of an input to its own message; only `form` errors have it.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/** The input is wrong: one message per field, by the field's name. */
export function formError(fields: Record<string, string>): DomainError {
  return new DomainError('form', Object.values(fields).join(' '), fields);
}

/** Forbidden, foreign and unknown read the same, so that nobody learns what exists. */
export function deny(): DomainError {
  return new DomainError('deny', "You can't do this, or it no longer exists.");
}

/** One text for every code that does not work: unknown, wrong, foreign, used, revoked or locked. */
export function badCode(): DomainError {
  return new DomainError('code', "That code isn't valid — check it or ask for a new one.");
}

/** The code is right and its owner asks, but its time is over. With an account its owner can ask for a new one at once. */
export class ExpiredCode extends DomainError {
  readonly invitationId: string;

  constructor(invitationId: string) {
    super('code', 'That code has expired. Ask for the invitation to be sent again.');
    this.invitationId = invitationId;
  }
}

/** An offer's time is over: its invitee can ask for a new one at once. */
export class OfferExpired extends DomainError {
  readonly invitationId: string;

  constructor(invitationId: string) {
    super('stale', 'This invitation has expired. Ask for it to be sent again.');
    this.invitationId = invitationId;
  }
}

/** The code was right once, and its owner asks: a resend has replaced it. */
export function replacedCode(): DomainError {
  return new DomainError('code', 'A newer e-mail was sent to you. Use the code in that one.');
}

/** Somebody was faster. `by` and `at` say who and when, where it is known; the message has `at` as Slack's date markup. */
export function stale(by?: string, at?: Date): DomainError {
  const who = by ? ` by ${by}` : '';
  const when = at ? `, ${slackDate(at)}` : '';
  return new DomainError('stale', `Already handled${who}${when}.`);
}

/** The same for a record that notes who ended it, and when. */
export function alreadyEnded({
  endedBy,
  endedAt,
}: {
  endedBy: string | null;
  endedAt: Date | null;
}): DomainError {
  return stale(endedBy ?? undefined, endedAt ?? undefined);
}

/** No seat is left; `used` of `limit` are taken (A46). */
export function noSeat(used: number, limit: number): DomainError {
  const text = `No free seats (${used}/${limit}). Choose another subscription, or put the person on the waitlist with /invite-user.`;
  return formError({ subscriptionId: text });
}

/** The form is edited, foreign, or too old. */
export function reopenForm(): DomainError {
  return new DomainError('reopen', 'This form is out of date. Close it and open it again.');
}

/** Slack no longer takes the view that was asked for. */
export function tooLate(): DomainError {
  return new DomainError('reopen', 'That took too long, and nothing changed. Open it again.');
}

/** Too many tries; `again` is when the next one counts. */
export function tooManyTries(again: Date): DomainError {
  return new DomainError('limit', `Too many tries, again after ${slackDate(again)}.`);
}

/** The work was not done and left no trace. */
export function busy(): DomainError {
  return new DomainError('busy', 'Not done; nothing changed. Try again in a moment.');
}

/** The work may or may not have been done; a repeat cannot do it twice. */
export function unsure(): DomainError {
  return new DomainError('unsure', 'Not confirmed; repeating is safe. Try again in a moment.');
}

/** Slack's date markup: the reader's own zone, with UTC for clients that do not render it. */
export function slackDate(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}

/** The same text for where Slack shows no markup, such as below a field: dates in UTC. */
export function plainDates(text: string): string {
  return text.replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1');
}
