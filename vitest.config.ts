import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/end-file.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than the cores: every third moment a test waits for something.
    maxWorkers: 3,
  },
});
