import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from './test/reporters.ts';
import { temporaryFolders } from './test/temporary-folders.ts';

const LEANING_ON_IT = ['interrupted', 'locked-database', 'query-plans', 'two-chats', 'upgrades'].map(
  (name) => `test/dialogue/${name}.test.ts`,
);

const onServer = {
  globalSetup: ['test/postgres/global-setup.ts'],
  setupFiles: ['test/postgres/skip-without-server.ts'],
};

export default defineConfig({
  test: {
    // As in plain Node: a CommonJS default import is the module object, not the class.
    deps: { interopDefault: false },
    reporters: reporters(),
    env: {
      TMPDIR: temporaryFolders(),
      // Of the program in processes of its own: its modules take longer to compile than it takes to run.
      NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'node_modules/.cache/compiled'),
    },
    // Ends what hangs, and is no measure: a machine that is busy with something else takes its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What must come is waited for also on a busy machine.
    expect: { poll: { timeout: 60_000 } },
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
            'test/deploy/trials/**',
            'test/postgres/**',
            'node_modules/**',
          ],
        },
      },
      // What is stored must be the same on either database, and so must what is said: of the dialogues those that lean on it most.
      {
        extends: true,
        test: {
          ...onServer,
          name: 'server',
          include: [
            'test/store/**/!(file-*).test.ts',
            'test/postgres/**/*.test.ts',
            'test/evidence/export.test.ts',
            ...LEANING_ON_IT,
          ],
        },
      },
      // All the others (`npm run test:server`), which is as long again.
      {
        extends: true,
        test: {
          ...onServer,
          name: 'server-dialogues',
          include: ['test/{dialogue,kill}/**/*.test.ts'],
          exclude: LEANING_ON_IT,
        },
      },
    ],
  },
});
