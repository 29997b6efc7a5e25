/** Runs the imports of a database until it is told to stop, or killed. */
import { randomBytes } from 'node:crypto';
import { databaseClock } from '../../src/clock.ts';
import { createImporter } from '../../src/schedule/importer.ts';
import { createUlids } from '../../src/services/ids.ts';
import { connect } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/index.ts';

const { MONGODB_URI = '', TENANT = '', LEASE_MS = '' } = process.env;
const connection = await connect(MONGODB_URI);
const clock = databaseClock();
await clock.synchronize(connection);
const runtime = {
  store: openStore(connection),
  now: clock.now,
  randomBytes,
  ulid: createUlids(randomBytes),
  codeKey: randomBytes(32),
  mailDomain: () => Promise.resolve('unknown' as const),
  wakeDelivery: () => {},
};
const report = (fields: unknown, text?: string) =>
  process.stderr.write(`${text ?? ''} ${JSON.stringify(fields)}\n`);
const importer = createImporter({
  runtime,
  tenantIds: () => Promise.resolve([TENANT]),
  log: { info: () => {}, warn: report, error: report },
  leaseMs: Number(LEASE_MS),
});
importer.wake();
// In place of the schedule.
const waking = setInterval(importer.wake, 200);
process.once('SIGTERM', () => {
  clearInterval(waking);
  importer
    .stop(5000)
    .then(() => connection.close())
    .catch(report);
});
