import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountId } from '../src/domain/ram-user.ts';
import { createLog } from '../src/log.ts';

type Line = Readonly<Record<string, unknown>>;

function collect(level: 'info' | 'error' = 'info') {
  const lines: Line[] = [];
  const log = createLog(level, { write: (text) => void lines.push(JSON.parse(text) as Line) });
  return { log, lines };
}

describe('the log', () => {
  test('writes one line an event: time, level, a fixed message, the fields', () => {
    const { log, lines } = collect();
    log.accountIncomplete({
      accountId: accountId('1234567890123456'),
      reason: 'list_failed',
      code: 'Throttling',
    });
    expect(lines).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        msg: 'account incomplete',
        accountId: '1234567890123456',
        reason: 'list_failed',
        code: 'Throttling',
      },
    ]);
  });

  test('writes what an error is and where it comes from, and not what it says', () => {
    const { log, lines } = collect();
    const vendor = Object.assign(new TypeError('jane.doe@corp.example\n    at jane'), { code: 'ECONNRESET' });
    log.jobFailed({ job: 'deliver', error: new Error('Jane could not be told', { cause: vendor }) });
    expect(lines).toMatchObject([
      { level: 'error', job: 'deliver', error: { chain: ['Error', 'TypeError (ECONNRESET)'] } },
    ]);
    expect(JSON.stringify(lines)).toContain('log.test.ts');
    expect(JSON.stringify(lines)).not.toMatch(/jane/i);
  });

  test('takes whatever was thrown', () => {
    const { log, lines } = collect();
    log.crashed({ error: 'a string about Jane' });
    expect(lines).toMatchObject([{ level: 'fatal', error: { chain: ['string'], frames: [] } }]);
  });

  test('keeps to its level', () => {
    const { log, lines } = collect('error');
    log.stopped();
    log.jobFailed({ job: 'audit', error: null });
    expect(lines.map((line) => line.msg)).toEqual(['job failed']);
  });

  test('leaves standard output alone', () => {
    const script = `import { createLog } from ${JSON.stringify(join(import.meta.dirname, '../src/log.ts'))};
      createLog('info').stopped();`;
    const options = { encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ msg: 'stopped' });
  });
});
