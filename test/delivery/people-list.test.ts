/** The list of people as a file: only for who may have it now, wherever they are at home, and only to Slack. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mongo } from 'mongoose';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { ADA, minute, openWorld, TENANT, type World } from './world.ts';

let world: World;
let slack: Server;
let elsewhere: Server;
let slackApiUrl: string;
/** What came to Slack's upload address, and to a server that is not Slack's. */
let uploads: string[];
let leaks: string[];
/** What Slack answers to an upload. */
let answer: { status: number; location?: string };
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  [uploads, leaks, answer] = [[], [], { status: 200 }];
  elsewhere = createServer(async (request, response) => {
    leaks.push(Buffer.concat(await request.toArray()).toString());
    response.end();
  });
  slack = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.url !== '/upload') {
      const known = { ok: true, channel: 'D1', ts: '1.1', upload_url: `${slackApiUrl}upload`, file_id: 'F1' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known));
      return;
    }
    uploads.push(body);
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end();
  });
  slackApiUrl = await addressOf(slack);
});
afterEach(async () => {
  for (const server of [slack, elsewhere]) server.close();
  await world.clear();
});

async function addressOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const list = (to: Partial<OutboxRecord['to']> = {}) =>
  world.put({
    key: 'people-export:1:list',
    template: 'people-list',
    about: { type: 'organization', id: 'org_acme' },
    to: { via: 'slack', channel: ADA, teamId: TENANT, file: true, ...to } as OutboxRecord['to'],
  });

async function deliver(runtime = world.runtime): Promise<void> {
  const { tenantIds, log } = world;
  const { senders, close } = createSenders({
    runtime,
    smtpUrl: 'smtp://127.0.0.1:9',
    mailFrom: 'Gatehouse <gatehouse@home.example>',
    slackApiUrl,
    tokenOf: async () => 'xoxb-1',
    log,
  });
  const dispatcher = createDispatcher({ runtime, senders, tenantIds, log });
  await dispatcher.drain();
  await dispatcher.stop(1000);
  close();
}

it.each([302, 307])('is not sent along by a redirect (%i), nor taken for sent', async (status) => {
  answer = { status, location: await addressOf(elsewhere) };
  const row = await list();
  await deliver();
  expect(uploads).toHaveLength(1);
  expect(leaks).toEqual([]);
  expect(await world.row(row._id)).toMatchObject({ status: 'pending', attempts: 1 });
});

it('comes to a person of another team', async () => {
  const { accounts } = world.store;
  await accounts.updateOne({ _id: 'acc_ada' }, { $set: { identityKeys: [`T0GUEST:${ADA}`] } });
  const row = await list({ teamId: 'T0GUEST' });
  await deliver();
  await accounts.updateOne({ _id: 'acc_ada' }, { $set: { identityKeys: [`${TENANT}:${ADA}`] } });
  expect(uploads).toEqual([expect.stringContaining('ada@home.example')]);
  expect(await world.row(row._id)).toMatchObject({ status: 'sent' });
});

it('does not come to who has lost the right between two tries', async () => {
  answer = { status: 503 };
  const row = await list();
  await deliver();
  expect(uploads).toHaveLength(1);
  const { grants } = world.store;
  const asRole = (role: string) => grants.updateOne({ _id: 'grt_admin' }, { $set: { 'access.role': role } });
  await asRole('member');
  answer = { status: 200 };
  world.advance(minute);
  await deliver();
  await asRole('admin');
  expect(uploads).toHaveLength(1);
  expect(await world.row(row._id)).toMatchObject({ status: 'cancelled' });
});

it('comes once the database is not busy any more', async () => {
  const row = await list();
  const { connection } = world.store;
  const isBusy = async () => {
    throw new mongo.MongoNetworkError('away');
  };
  const busy = Object.create(connection, { transaction: { value: isBusy } });
  await deliver({ ...world.runtime, store: { ...world.store, connection: busy } });
  expect(await world.row(row._id)).toMatchObject({ status: 'pending' });
  expect(uploads).toEqual([]);
  world.advance(minute);
  await deliver();
  expect(uploads).toHaveLength(1);
  expect(await world.row(row._id)).toMatchObject({ status: 'sent' });
});
