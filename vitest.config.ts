import { defineConfig } from 'vitest/config';
import { reporters } from './test/reporters.ts';

export default defineConfig({
  test: {
    // As in plain Node: a CommonJS default import is the module object, not the class.
    deps: { interopDefault: false },
    reporters: reporters(),
    testTimeout: 20_000,
    // What must come is waited for also on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    // Vitest leaves one processor free, which on two is half of the time.
    maxWorkers: '100%',
    // Files share what they import: no module here keeps state that a test could leave behind.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'file',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/bench/**',
            'test/chaos/**',
            'test/postgres/**',
            'test/deploy/trials/**',
            'node_modules/**',
          ],
        },
      },
      // What is stored and what is said must be the same on either database.
      {
        extends: true,
        test: {
          name: 'server',
          include: ['test/store/**/!(file-*).test.ts', 'test/{dialogue,kill,postgres}/**/*.test.ts'],
          globalSetup: ['test/postgres/global-setup.ts'],
          setupFiles: ['test/postgres/skip-without-server.ts'],
        },
      },
    ],
  },
});
