import type { TestProject } from 'vitest/node';
import { startEmbeddedMongo } from '../../src/store/mongod/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A replica set for tests; every test file takes a database of its own on it. */
    mongodbUri: string;
  }
}

/** One MongoDB for all test files: the one of MONGODB_URI, or an embedded one whose data is thrown away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.MONGODB_URI;
  if (given) {
    project.provide('mongodbUri', given);
    return async () => {};
  }
  const mongo = await startEmbeddedMongo({ env: process.env, progress: (message) => console.log(message) });
  project.provide('mongodbUri', mongo.uri);
  return () => mongo.stop();
}
