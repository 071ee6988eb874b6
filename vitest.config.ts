import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from './test/reporters.ts';
import { temporaryFolders } from './test/temporary-folders.ts';

// Dialogues that lean on the database most.
const LEANING_ON_IT = ['locked-database', 'query-plans', 'upgrades'].map(
  (name) => `test/dialogue/${name}.test.ts`,
);

// Those that start the program as one starts it, again and again, or a browser.
const WITH_PROCESSES = [
  'test/command-line/{activity,audit,contacts,doctor,export,folder-rights}.test.ts',
  'test/command-line/{impossible-place,serve,terminal}.test.ts',
  'test/kill/kill.test.ts',
  'test/playground/{command-line,fault-board,story}.test.ts',
  'test/walk/planted-mistakes.test.ts',
];
const WITH_PROCESSES_ON_SERVER = ['test/postgres/{commands,standby}.test.ts'];

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
    // More than there are processors: of the time of many a file half goes by in waiting.
    maxWorkers: 2 * availableParallelism(),
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
            ...WITH_PROCESSES,
            'node_modules/**',
          ],
        },
      },
      // `npm run test:programs`: real seconds, in new processes.
      { extends: true, test: { name: 'programs', include: WITH_PROCESSES } },
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
          exclude: WITH_PROCESSES_ON_SERVER,
        },
      },
      // All the others (`npm run test:server`), which is as long again.
      {
        extends: true,
        test: {
          ...onServer,
          name: 'server-rest',
          include: ['test/{dialogue,kill}/**/*.test.ts', ...WITH_PROCESSES_ON_SERVER],
          exclude: LEANING_ON_IT,
        },
      },
    ],
  },
});
