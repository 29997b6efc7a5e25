/** Who may talk to the page: only the browser of whoever read the address in the terminal. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Verdict = { allowed: true; setCookie?: string } | { allowed: false; status: 401 | 403; reason: string };

export interface Guard {
  judge(request: IncomingMessage, url: URL): Verdict;
}

const FOREIGN =
  'Gatehouse answers only its own page. Open the address printed in the terminal by pasting it.';
const UNKNOWN =
  'This is a Gatehouse sandbox. To use it, open the address printed in the terminal where it was started.';

export function createGuard(token: string, port: number): Guard {
  const cookieName = `gatehouse_sandbox_${port}`;
  const cookieValue = encodeURIComponent(token);
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  return {
    judge(request, url) {
      const { host, origin } = request.headers;
      // Another host name that resolves to this machine is an attack by DNS rebinding.
      if (host === undefined || !hosts.has(host)) return { allowed: false, status: 403, reason: FOREIGN };
      if (origin !== undefined && origin !== `http://${host}`)
        return { allowed: false, status: 403, reason: FOREIGN };
      // `same-site` is refused too: it is any other program's page on this machine.
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        return { allowed: false, status: 403, reason: FOREIGN };
      }

      if (isSame(cookieOf(request, cookieName), cookieValue)) return { allowed: true };
      if (isSame(url.searchParams.get('token'), token)) {
        return {
          allowed: true,
          setCookie: `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict`,
        };
      }
      return { allowed: false, status: 401, reason: UNKNOWN };
    },
  };
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Mails are shown in a frame that inherits this policy, and mails carry their styles inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function protect(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'no-store');
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

function isSame(given: string | null, expected: string): boolean {
  if (given === null) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
