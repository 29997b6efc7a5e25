import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps the bytes of files by the file's id. */
export interface FileStore {
  write(id: string, bytes: Uint8Array): void;
  read(id: string): Uint8Array | undefined;
}

/** In a folder, so that they outlive a restart; without one in memory. */
export function openFileStore(folder: string | undefined): FileStore {
  const kept = new Map<string, Uint8Array>();
  if (folder === undefined) {
    return { write: (id, bytes) => void kept.set(id, bytes), read: (id) => kept.get(id) };
  }
  return {
    write(id, bytes) {
      const path = join(folder, id);
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${path}.tmp`, bytes);
      renameSync(`${path}.tmp`, path);
    },
    read(id) {
      const path = join(folder, id);
      return existsSync(path) ? readFileSync(path) : undefined;
    },
  };
}
