/** What all runs share: a database, a pretend Slack, a mail server, and what arrived there. */
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { type Mailbox, startMailbox } from '../../src/sandbox/mailbox.ts';
import { channels, workspace } from '../../src/sandbox/people.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import type { Mail } from '../../src/sandbox/slack/screen.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes, openStore, type Store } from '../../src/store/index.ts';
import { people } from './model.ts';

export interface House {
  connection: Connection;
  store: Store;
  slack: FakeSlack;
  mailbox: Mailbox;
  /** Every mail that arrived, also those whose sender never heard of it. */
  mails: Mail[];
  codeKey: Uint8Array;
  /** Whether other processes work here as well. */
  isShared: boolean;
  /** With the database's name in it. */
  uri: string;
  /** Told whenever the clock of a town is moved, for processes that work there as well. */
  onTime(moment: { tenantId: string; at: number }): void;
  close(): Promise<void>;
}

/** @param uri of a replica set; the database in it is the house's own */
export async function openHouse(uri: string): Promise<House> {
  const name = `torture_${randomBytes(6).toString('hex')}`;
  // Not with URL, which does not know lists of hosts.
  const ours = uri.replace(/^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const connection = await connect(ours);
  const store = openStore(connection);
  await ensureIndexes(store);
  const mailbox = await startMailbox();
  const mails: Mail[] = [];
  mailbox.onMail((mail) => mails.push(mail));
  const slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace,
    people: people.map(residentOf),
    channels,
    transport: { kind: 'socket' },
    rateLimits: false,
  });
  return {
    connection,
    store,
    slack,
    mailbox,
    mails,
    codeKey: randomBytes(32),
    isShared: false,
    uri: ours,
    onTime() {},
    async close() {
      await slack.stop();
      await mailbox.stop();
      await connection.close();
    },
  };
}

/** Whom Slack knows by a name. */
export const userIdOf = (name: string): string => `U0${name.toUpperCase()}`;

function residentOf(name: string) {
  const email = `${name}@aster.example`;
  const rest = { title: '', isWorkspaceAdmin: name === 'olga', isHome: true };
  return { id: userIdOf(name), name, realName: `${name} Person`, email, ...rest };
}
