import { defineConfig } from 'vitest/config';
import { scratchFolder } from './test/support/scratch.ts';

// The databases, browsers and processes of tests make their folders there.
const scratch = scratchFolder();
if (scratch) process.env.TMPDIR ??= scratch;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/end-file.ts'],
    // Loading the app anew for each file would take a fifth of all the time; a file shares nothing else with the next.
    isolate: false,
    // Generous: how fast a machine is says nothing about the code.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // One more than the cores: every third moment a test waits for something.
    maxWorkers: 3,
  },
});
