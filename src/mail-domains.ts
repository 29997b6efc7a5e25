import { Resolver } from 'node:dns/promises';
import type { MailDomainState } from './services/context.ts';

/**
 * Asks DNS whether a domain takes mail, by its mail servers (MX) alone: one that only has an address is `no-mail`, although
 * the older rule would deliver there.
 * A domain that does not exist, or says with a null MX that it takes none, is `no-domain`; silence is `unknown`.
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-5.1 and https://www.rfc-editor.org/rfc/rfc7505
 */
export function dnsMailDomains(timeoutMs = 800): (domain: string) => Promise<MailDomainState> {
  return async (domain) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    try {
      const servers = await resolver.resolveMx(domain);
      if (servers.length === 1 && servers[0]?.exchange === '') return 'no-domain';
      return servers.length > 0 ? 'ok' : 'no-mail';
    } catch (error) {
      switch ((error as NodeJS.ErrnoException).code) {
        case 'ENOTFOUND':
          return 'no-domain';
        case 'ENODATA':
          return 'no-mail';
        default:
          return 'unknown';
      }
    }
  };
}
