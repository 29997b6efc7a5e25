import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { contextFor, type Runtime } from './services/context.ts';
import { freezeTenant, isFrozen } from './services/tenants.ts';

export interface Lockout {
  /** The tenants that work goes on for: none while Slack does not let Gatehouse in. */
  tenantIds(): Promise<string[]>;
  /** Something hints at it that Slack does not let Gatehouse in any more: Slack is asked, and all work ends if that is so (A55). */
  suspect(): Promise<void>;
}

/** What Slack answers a token that is of no use any more. */
const over: readonly unknown[] = ['token_revoked', 'account_inactive', 'invalid_auth'];

/** Milliseconds of real time that an answer of the database counts for: the outbox asks several times a second. */
const rememberedMs = 1000;

export function createLockout({
  runtime,
  client,
  tenantId,
  tokenPrint,
  log,
}: {
  runtime: Runtime;
  /** With the token of the tenant. */
  client: WebClient;
  tenantId: string;
  /** Of the token of this process. */
  tokenPrint: string;
  log: Logger;
}): Lockout {
  let known = { frozen: false, until: 0 };
  /** Another process has a newer token: only this one has nothing to do any more. */
  let isOutdated = false;
  let asking: Promise<void> | undefined;

  async function frozen(): Promise<boolean> {
    if (isOutdated || performance.now() < known.until) return isOutdated || known.frozen;
    known = { frozen: await isFrozen(runtime, tenantId), until: performance.now() + rememberedMs };
    return known.frozen;
  }

  async function ask(): Promise<void> {
    const error = await client.auth.test().then(
      () => null,
      ({ data }: { data?: { error?: string } }) => data?.error ?? '',
    );
    if (!over.includes(error)) return;
    const actor = { kind: 'system', tenantId, name: 'slack' } as const;
    const commandId = `freeze:${tokenPrint}:${runtime.now().getTime()}`;
    const found = await freezeTenant(contextFor(runtime, actor, commandId), tokenPrint);
    if (found === 'other-token') {
      isOutdated = true;
      log.error(
        { tenant: tenantId, error },
        'Slack does not know the token of this process any more. Others work with a newer one: start this one anew with it.',
      );
      return;
    }
    known = { frozen: true, until: performance.now() + rememberedMs };
    if (found === 'was-frozen') return;
    log.error(
      { tenant: tenantId, error },
      'Slack does not let Gatehouse in any more. Nothing is sent. Install the app again, and start Gatehouse with its new token.',
    );
  }

  return {
    tenantIds: async () => ((await frozen()) ? [] : [tenantId]),
    suspect: async () => {
      if (isOutdated) return;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}
