import { createAccount } from '../../src/services/accounts.ts';
import { contextFor } from '../../src/services/context.ts';
import { connect } from '../../src/store/connection.ts';
import type { BareBoltQuestion } from '../apps/bare-bolt.ts';
import type { Bench } from './bench.ts';
import { startChild } from './child.ts';
import { startGatehouse } from './gatehouse.ts';
import { openRuntime } from './runtime.ts';
import { account, userId, workspace } from './workspace.ts';

export interface CommandPair {
  ours: string;
  base: string;
  close(): Promise<void>;
}

/**
 * Gatehouse and the bare Bolt app, and where each gets its commands. Whoever types has an account, so that both sides
 * make one call to Slack: somebody new costs Gatehouse a second one, for the profile.
 */
export async function startCommandPair(bench: Bench): Promise<CommandPair> {
  const uri = bench.newDatabase();
  const gatehouse = await startGatehouse(bench, uri);
  const bare = startChild('bench/apps/bare-bolt.js', {
    env: { SLACK_API_URL: bench.slack.apiUrl },
    profiles: bench.profiles,
  });
  const close = async () => {
    await gatehouse.stop();
    await bare.stop();
  };
  try {
    await addAccount(uri);
    const base = await bare.ask<string>({ kind: 'address' } satisfies BareBoltQuestion);
    return { ours: gatehouse.url, base, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addAccount(uri: string): Promise<void> {
  const connection = await connect(uri);
  const identity = { teamId: workspace.id, userId };
  const actor = { kind: 'person', tenantId: workspace.id, identity, account: null } as const;
  const names = { firstName: 'Bea', lastName: 'Bench' };
  try {
    await createAccount(
      contextFor(openRuntime(connection), actor, 'bench:account'),
      { ...names, username: account.username, provider: 'github', providerUsername: 'bea-bench' },
      { ...names, email: account.email, isWorkspaceAdmin: false },
    );
  } finally {
    await connection.close();
  }
}
