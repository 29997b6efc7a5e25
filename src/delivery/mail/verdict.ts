import type { Outcome } from '../outcome.ts';

/** What a failed attempt to send a mail means. `isAlarming`: an admin of Gatehouse has to set something right. */
export type MailVerdict = Extract<Outcome, { kind: 'refused' | 'unsent' | 'retry' }> & {
  isAlarming: boolean;
};

interface MailError {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  response?: string;
  /** The command of SMTP that failed. */
  command?: string;
}

/**
 * Reads an error of the mail server or of the way to it.
 * @param hasText whether some of the mail's text was handed over: without an answer after that, it may have arrived (A58)
 */
export function mailVerdict(error: unknown, { hasText }: { hasText: boolean }): MailVerdict {
  const { code = '', originalCode = '', responseCode, response = '', command = '' } = error as MailError;
  if (isAboutTls(code, originalCode)) {
    return unsent('The mail server offers no valid TLS, so nothing was sent.', true);
  }
  const answer = responseCode === undefined ? '' : ` (${describe(responseCode, response)})`;
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 530) {
    return unsent(`The mail server refused Gatehouse's login${answer}.`, true);
  }
  // The sender is the same in every mail: what is wrong with it says nothing about the recipient.
  if (command === 'MAIL FROM' && responseCode !== undefined && isPermanent(responseCode)) {
    return unsent(`The mail server refused Gatehouse as the sender${answer}.`, true);
  }
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutMail && (responseCode === undefined || isPermanent(responseCode))) {
    return { kind: 'refused', problem: `${reasonFor(response)}${answer}.`, isAlarming: false };
  }
  if (responseCode !== undefined) {
    return unsent(`The mail server did not take the mail yet${answer}.`, isPermanent(responseCode));
  }
  if (!hasText) return unsent('The mail server could not be reached.', false);
  const problem = 'The mail server did not confirm the mail.';
  return { kind: 'retry', problem, isUnsure: true, isAlarming: false };
}

function unsent(problem: string, isAlarming: boolean): MailVerdict {
  return { kind: 'unsent', problem, isAlarming };
}

function isAboutTls(code: string, originalCode: string): boolean {
  return (
    code === 'ETLS' ||
    code === 'EREQUIRETLS' ||
    /^(?:ERR_TLS_|ERR_SSL_|EPROTO$)|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/.test(originalCode)
  );
}

/** 503 is about the order of commands, not about the mail. */
function isPermanent(responseCode: number): boolean {
  return responseCode >= 500 && responseCode < 600 && responseCode !== 503;
}

/** The numbers alone: the words of an answer may quote the address, or anything else. */
function describe(responseCode: number, response: string): string {
  const enhanced = enhancedCode(response);
  return enhanced ? `${responseCode} ${enhanced}` : String(responseCode);
}

function enhancedCode(response: string): string | undefined {
  return /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
}

/** RFC 3463, as far as it tells a person something. */
function reasonFor(response: string): string {
  const [, subject, detail] = enhancedCode(response)?.split('.') ?? [];
  if (subject === '1' && detail === '2') return "The mail server does not know the address's domain";
  if (subject === '1') return 'The mail server does not know the address';
  if (subject === '2' && detail === '2') return 'The mailbox is full';
  if (subject === '2') return 'The mailbox does not take mail';
  if (subject === '7') return 'The mail server refused the mail by its rules';
  return 'The mail server refused the mail';
}
