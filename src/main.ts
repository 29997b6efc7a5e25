import { join } from 'node:path';
import { type Config, ConfigError, type Launch, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { keepOpening, newConnection } from './store/connection.ts';

interface Running {
  stop(): Promise<void>;
}

const say = (message: string) => process.stdout.write(`${message}\n`);

try {
  const running = await launch(readConfig(process.env));
  stopOnSignal(running);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(1);
}

async function launch(plan: Launch): Promise<Running> {
  return plan.kind === 'sandbox' ? sandbox(plan) : connected(plan);
}

async function sandbox(plan: Extract<Launch, { kind: 'sandbox' }>): Promise<Running> {
  say('No Slack credentials: starting the sandbox, a pretend Slack on this machine.');
  const { startSandbox } = await import('./sandbox/start.ts');
  const running = await startSandbox({
    folder: plan.dataFolder,
    isSeeded: plan.isSeeded,
    mongodbUri: plan.mongodbUri,
    port: plan.port,
    environment: process.env,
    log: createLog(plan.logLevel),
    progress: say,
  });
  say(
    `\nGatehouse is ready. Open this address:\n\n  ${running.url}\n\nCtrl-C stops it; what you did is kept in ${plan.dataFolder}.`,
  );
  return running;
}

async function connected({
  config,
  dataFolder,
  mongodbUri,
}: Extract<Launch, { kind: 'connected' }>): Promise<Running> {
  const log = createLog(config.logLevel);
  const embedded = mongodbUri === null ? await startEmbedded(dataFolder) : null;
  const connection = newConnection();
  const opening = new AbortController();
  void keepOpening(connection, mongodbUri ?? embedded?.uri ?? '', {
    signal: opening.signal,
    tell: (problem) => process.stderr.write(`${problem}\n`),
  });
  // Loaded while the database answers.
  const { createGatehouse } = await import('./gatehouse.ts');
  const gatehouse = await createGatehouse(config, { connection, log });
  const port = await gatehouse.start();
  say(`Gatehouse serves ${gatehouse.install.name}${describeTransport(config, port)}.`);
  void gatehouse.ready().then(() => say('Gatehouse is ready.'));
  return {
    stop: async () => {
      opening.abort();
      await gatehouse.stop();
      await connection.close();
      await embedded?.stop();
    },
  };
}

async function startEmbedded(dataFolder: string) {
  const { startEmbeddedMongo } = await import('./store/mongod/embedded.ts');
  return startEmbeddedMongo({ dataDir: join(dataFolder, 'mongodb'), env: process.env, progress: say });
}

function describeTransport({ slack }: Config, port: number | null): string {
  if (slack.transport.kind === 'http') return ` over HTTP on port ${port}`;
  return port === null ? ' by Socket Mode' : ` by Socket Mode; health on port ${port}`;
}

/** The first signal stops cleanly; a second one stops at once. */
function stopOnSignal(running: Running): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
