import { once } from 'node:events';
import { MongoInstance } from 'mongodb-memory-server-core';
import { MongoInstanceEvents } from 'mongodb-memory-server-core/lib/util/MongoInstance.js';
import { seconds } from './run.ts';

const STOP_PATIENCE_MS = 15_000;

/**
 * mongodb-memory-server's mongod process with two differences: it runs the mongod that we found instead of looking for
 * one itself, and it reads what mongod prints line by line. The library parses the pieces as they arrive, and throws
 * where nobody can catch when an error comes in a piece with several lines.
 */
export class Instance extends MongoInstance {
  /** What mongod called an error, or fatal; newest last, at most five. */
  readonly #complaints: string[] = [];
  /** `SIGKILL` is for data that is thrown away. */
  stopSignal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM';
  #rest = '';
  #stopping: Promise<boolean> | undefined;

  /**
   * Starts mongod, and a small process that ends it when this one dies.
   * @throws with what mongod complained of, when it ends, or is not ready within `launchTimeout`
   */
  async startWith(mongodPath: string): Promise<void> {
    const limit = this.instanceOpts.launchTimeout ?? 60_000;
    let timer: NodeJS.Timeout | undefined;
    const ready = new Promise<void>((resolve, reject) => {
      this.once(MongoInstanceEvents.instanceReady, resolve);
      this.once(MongoInstanceEvents.instanceError, reject);
      this.once(MongoInstanceEvents.instanceClosed, () => reject(new Error('mongod ended at once')));
      timer = setTimeout(() => reject(new Error(`mongod was not ready within ${seconds(limit)}`)), limit);
    });
    try {
      this.mongodProcess = this._launchMongod(mongodPath);
      this.killerProcess = this._launchKiller(process.pid, this.mongodProcess.pid ?? 0);
      await ready;
    } catch (error) {
      await this.stop();
      throw this.#complaints.length > 0 ? new Error(this.#complaints.join('; ')) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  onEnd(listener: (code: number | null, signal: string | null) => void): void {
    this.once(MongoInstanceEvents.instanceClosed, listener);
  }

  /**
   * Ends mongod, cleanly unless `stopSignal` says otherwise. The library would connect to it first, and complain on the
   * console when that fails.
   */
  override stop(): Promise<boolean> {
    if (process.platform === 'win32') return super.stop();
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<boolean> {
    const mongod = this.mongodProcess;
    const running = mongod?.pid !== undefined && mongod.exitCode === null && mongod.signalCode === null;
    if (running) {
      const ended = once(mongod, 'exit');
      mongod.kill(this.stopSignal);
      const timer = setTimeout(() => mongod.kill('SIGKILL'), STOP_PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    }
    this.killerProcess?.kill();
    return running;
  }

  override stdoutHandler(message: string | Buffer): void {
    const lines = (this.#rest + message.toString()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#note(line);
      super.stdoutHandler(line);
    }
  }

  #note(line: string): void {
    if (!/"s":"[EF]"/.test(line)) return;
    try {
      const { msg, attr } = JSON.parse(line);
      const detail = attr?.error?.errmsg ?? attr?.error;
      this.#complaints.push(typeof detail === 'string' ? `${msg}: ${detail}` : msg);
      if (this.#complaints.length > 5) this.#complaints.shift();
    } catch {
      // An older mongod's log is not JSON.
    }
  }
}
