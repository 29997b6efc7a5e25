/**
 * Invitation codes: 20 characters of Crockford's base32 in groups of four, such as `K7QD-2M9X-…`.
 * 8 characters select the invitation, 11 are the secret (55 bits), the last one is a check character (Luhn mod N over 32).
 * The secret is derived, never stored: HMAC-SHA-256 over tenant, invitation and version.
 * @see https://www.crockford.com/base32.html
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const selectorLength = 8;
const secretLength = 11;
const codeLength = selectorLength + secretLength + 1;

export interface ParsedCode {
  selector: string;
  secret: string;
}

export type CodeProblem = 'empty' | 'malformed' | 'mistyped';

/** A selector for a new invitation, from `bytes` of at least 8 random bytes. */
export function selectorFrom(bytes: Uint8Array): string {
  return encode(bytes, selectorLength);
}

/** The secret of one version of one invitation's code. `key` is 32 bytes that only the configuration knows. */
export function deriveSecret(
  key: Uint8Array,
  of: { tenantId: string; invitationId: string; version: number },
): string {
  const mac = createHmac('sha256', key).update(JSON.stringify([of.tenantId, of.invitationId, of.version]));
  return encode(mac.digest(), secretLength);
}

/** The code as people see it. */
export function formatCode(code: ParsedCode): string {
  const body = code.selector + code.secret;
  const whole = body + checkCharacter(body);
  return (whole.match(/.{4}/g) ?? []).join('-');
}

/**
 * Reads a typed code leniently: case, spaces and hyphens do not matter, O reads as 0, I and L as 1.
 * A wrong check character means a typing mistake, which costs no attempt.
 */
export function parseCode(typed: unknown): ParsedCode | CodeProblem {
  if (typeof typed !== 'string') return 'malformed';
  const text = typed
    .toUpperCase()
    .replace(/[\s\-‐-―]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (text === '') return 'empty';
  if (text.length !== codeLength || [...text].some((character) => !alphabet.includes(character)))
    return 'malformed';
  const body = text.slice(0, -1);
  if (checkCharacter(body) !== text.at(-1)) return 'mistyped';
  return { selector: body.slice(0, selectorLength), secret: body.slice(selectorLength) };
}

/** Compares two secrets in constant time. */
export function secretsMatch(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Five groups of four at the bounds of words. It looks ahead only, so that words before a code are no part of it. */
const codeLike = /(?<![0-9A-Za-z])(?=((?:[0-9A-Za-z]{4}[\s\-‐-―]?){4}[0-9A-Za-z]{4})(?![0-9A-Za-z]))/g;

/** The first thing in a text that is a whole, correctly typed code, if any. */
export function findCode(text: string): string | undefined {
  const candidates = [...text.matchAll(codeLike)].flatMap(([, candidate]) => candidate ?? []);
  return candidates.find((candidate) => typeof parseCode(candidate) === 'object');
}

function encode(bytes: Uint8Array, length: number): string {
  return Array.from({ length }, (_, index) => alphabet[(bytes[index] ?? 0) % 32]).join('');
}

/** @see https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm */
function checkCharacter(body: string): string {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const addend = alphabet.indexOf(character) * (index % 2 === 0 ? 2 : 1);
    return total + Math.floor(addend / 32) + (addend % 32);
  }, 0);
  return alphabet[(32 - (sum % 32)) % 32] ?? '0';
}
