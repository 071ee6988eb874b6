import type { CheckLine } from '../domain/check-line.ts';
import { oneLine } from '../domain/one-line.ts';

const MARKS: Readonly<Record<CheckLine['status'], string>> = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' };

/**
 * One line a check, and below it what to do where there is something to do. Names and codes in them come from elsewhere: none
 * makes a line of its own.
 */
export function doctorReport(lines: readonly CheckLine[]): string {
  return lines
    .map(({ what, status, detail, remedy }) => {
      const line = `${MARKS[status]} ${oneLine(`${what}: ${detail}`)}\n`;
      return remedy === null ? line : `${line}     → ${oneLine(remedy)}\n`;
    })
    .join('');
}
