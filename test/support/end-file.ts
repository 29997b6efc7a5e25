import { afterAll } from 'vitest';
import { endFile } from './after-file.ts';

// Vitest runs this for each file, also where modules stay loaded from one file to the next.
afterAll(endFile);
