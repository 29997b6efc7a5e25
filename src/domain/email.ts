/** E-mail addresses: which ones we take, how they compare, and what about them deserves a second look. */
import { domainToASCII } from 'node:url';
import { distance } from 'fastest-levenshtein';

export interface EmailAddress {
  /** The address as mail is sent to it; its domain is in ASCII (punycode where it was not). */
  address: string;
  /** Equal for two spellings that differ only in ASCII case. */
  key: string;
  domain: string;
  /** The domain was typed in another script: it is shown as punycode and wants a confirmation (A34). */
  isInternational: boolean;
}

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** What a domain is typed with. Anything else would be decoded or cut off on the way to ASCII: `%61`, `/`, `#`. */
const typedDomainPattern = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads one address, or says why it is none. Takes the dot-atom form of RFC 5321 alone: quoted local parts, comments and
 * groups are refused (A36), and so is any character that another step could fold into ASCII, such as U+212A or `ı` (A33).
 */
export function parseEmail(typed: string): EmailAddress | { problem: string } {
  const text = typed.trim();
  if (text === '') return { problem: 'Enter an e-mail address.' };
  if ([...text].some(foldsToAscii) || /[\p{C}\p{Z}]/u.test(text))
    return { problem: 'has a character that no e-mail address can have' };
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > 64 || !localPart.test(local)) return { problem: 'is not an e-mail address' };
  const typedDomain = text.slice(at + 1).toLowerCase();
  const domain = typedDomainPattern.test(typedDomain) ? domainToASCII(typedDomain) : '';
  const labels = domain.split('.');
  const valid =
    labels.length > 1 &&
    domain.length <= 253 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  if (!valid) return { problem: 'is not an e-mail address' };
  const address = `${local}@${domain}`;
  if (address.length > 254) return { problem: 'is too long for an e-mail address' };
  return { address, key: address.toLowerCase(), domain, isInternational: domain.includes('xn--') };
}

/** The pieces of a pasted list: one a line, or separated by commas or semicolons. Order is kept, blanks are not. */
export function splitAddresses(text: string): string[] {
  return text
    .split(/[\r\n,;]+/)
    .map((piece) => unwrapSlackLink(piece.trim()))
    .filter((piece) => piece !== '');
}

/** Addresses that would reach the same mailbox at many providers: `a.b+c@x` and `ab@x` share one key (A35). */
export function nearDuplicateKey(email: Pick<EmailAddress, 'key' | 'domain'>): string {
  const [local = ''] = email.key.split('@');
  const bare = (local.split('+')[0] ?? '').replaceAll('.', '');
  return `${bare}@${email.domain}`;
}

const wellKnownDomains = [
  'gmail.com',
  'mail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'proton.me',
  'gmx.de',
  'web.de',
];

/** A well-known or given domain that `domain` misses by one or two letters: probably a typing mistake (A37). */
export function likelyIntended(domain: string, known: readonly string[] = []): string | undefined {
  const candidates = [...known, ...wellKnownDomains];
  if (candidates.includes(domain)) return undefined;
  return candidates.find((candidate) => distance(domain, candidate) <= (candidate.length > 8 ? 2 : 1));
}

/** With `should_escape`, Slack turns an address in a command's text into `<mailto:a@b|a@b>`. */
function unwrapSlackLink(text: string): string {
  return /^<mailto:([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text;
}

function foldsToAscii(character: string): boolean {
  if (character.charCodeAt(0) < 128) return false;
  return [character.toLowerCase(), character.toUpperCase(), character.normalize('NFKC')].some((folded) =>
    /[\x21-\x7e]/.test(folded),
  );
}
