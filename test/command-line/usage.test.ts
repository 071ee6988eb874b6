import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { main } from '../../src/main.ts';

let said: { stdout: string; stderr: string };

beforeEach(() => {
  said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a command line that is not understood ends with 2 and says how it is used', () => {
  test.each([
    { argv: ['audit', '--show', 'everything'], says: /--show takes one of findings, notices, messages/ },
    { argv: ['audit', '--dryrun'], says: /--dryrun/ },
    { argv: ['audit', 'jane.doe'], says: /jane\.doe/ },
    { argv: ['adit'], says: /no command adit/ },
    { argv: [], says: /Say what to do/ },
    { argv: ['serve', '--port', '80'], says: /takes no options/ },
    { argv: ['serve', 'now'], says: /takes no options: now/ },
    { argv: ['doctor', 'slack'], says: /takes no options: slack/ },
    { argv: ['doctor', '--fix'], says: /takes no options: --fix/ },
    { argv: ['export', '--from', '2026-01-01', '--to', '2026-01-02', 'x'], says: /x/ },
    { argv: ['activity', 'verify', '--deep'], says: /--deep/ },
    { argv: ['database', 'copy', '--from', 'file:a.db', '--into', 'file:b.db'], says: /--into/ },
    { argv: ['contacts', 'import', 'a.csv', 'b.csv'], says: /import/ },
  ])('$argv', async ({ argv, says }) => {
    expect(await main(argv)).toBe(2);
    expect(said.stdout).toBe('');
    expect(said.stderr).toMatch(says);
    expect(said.stderr).toContain('Usage');
  });
});

test.each(['help', '--help'])('%s is answered on stdout with 0', async (word) => {
  expect(await main([word])).toBe(0);
  expect(said.stdout).toContain('npm run audit');
  expect(said.stderr).toBe('');
});

describe('of each command', () => {
  test.each(['serve', 'audit', 'doctor'])(
    '%s --help says how it is used, and does nothing',
    async (command) => {
      expect(await main([command, '--json', '--help'])).toBe(0);
      expect(said.stdout).toMatch(command === 'serve' ? /npm start/ : new RegExp(`npm run ${command}`));
      expect(said.stdout.match(/npm (start|run)/g)).toHaveLength(1);
      expect(said.stderr).toBe('');
    },
  );

  test.each([['serve'], ['audit'], ['doctor'], []])(
    '%s --version is the one of package.json',
    async (...command) => {
      expect(await main([...command, '--version'])).toBe(0);
      expect(said).toEqual({ stdout: `${packageJson.version}\n`, stderr: '' });
    },
  );
});
