import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from './test/reporters.ts';
import { temporaryFolders } from './test/temporary-folders.ts';

// Dialogues that lean on the database most.
const LEANING_ON_IT = ['locked-database', 'query-plans'].map((name) => `test/dialogue/${name}.test.ts`);

// The same in either chat.
const IN_EITHER_CHAT = globSync('test/dialogue/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  readFileSync(resolve(import.meta.dirname, file), 'utf8').includes('.each(EACH_CHAT)'),
);

// Many days, many people, a failure at every place, every version there was.
const CAMPAIGNS = [
  'test/audit/accuracy.test.ts',
  'test/dialogue/{forged-requests,hours-of-errors,older-copy,upgrades}.test.ts',
  'test/faults/one-failing-call.test.ts',
  'test/store/migration-cut-short.test.ts',
  'test/walk/walk.test.ts',
];

// Those that start the program as one starts it, again and again, or a browser.
const WITH_PROCESSES = [
  'test/command-line/{activity,audit,contacts,doctor,export,folder-rights}.test.ts',
  'test/command-line/{impossible-place,serve,terminal}.test.ts',
  'test/demo.test.ts',
  'test/kill/**/*.test.ts',
  'test/playground/{command-line,fault-board,story}.test.ts',
  'test/walk/planted-mistakes.test.ts',
];
const WITH_PROCESSES_ON_SERVER = [
  'test/postgres/{commands,connecting,exit-code,server-lock,standby}.test.ts',
];

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
          env: { DIALOGUES_IN: 'slack' },
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/bench/**',
            'test/chaos/**',
            'test/deploy/trials/**',
            'test/postgres/**',
            ...WITH_PROCESSES,
            ...CAMPAIGNS,
            'node_modules/**',
          ],
        },
      },
      // `npm run test:dingtalk`.
      {
        extends: true,
        test: {
          name: 'dingtalk',
          env: { DIALOGUES_IN: 'dingtalk' },
          include: IN_EITHER_CHAT,
          exclude: CAMPAIGNS,
        },
      },
      // `npm run test:campaigns`.
      { extends: true, test: { name: 'campaigns', include: CAMPAIGNS } },
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
          exclude: [...WITH_PROCESSES_ON_SERVER, ...CAMPAIGNS],
        },
      },
      // All the others (`npm run test:server`), which is as long again.
      {
        extends: true,
        test: {
          ...onServer,
          name: 'server-rest',
          include: [
            'test/{dialogue,kill}/**/*.test.ts',
            'test/store/migration-cut-short.test.ts',
            ...WITH_PROCESSES_ON_SERVER,
          ],
          exclude: LEANING_ON_IT,
        },
      },
    ],
  },
});
