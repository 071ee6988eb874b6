import type { CheckLine } from '../domain/check-line.ts';

const MARKS: Readonly<Record<CheckLine['status'], string>> = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' };
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** One line a check, and below it what to do where there is something to do. */
export function doctorReport(lines: readonly CheckLine[]): string {
  return lines
    .map(({ what, status, detail, remedy }) => {
      const line = `${MARKS[status]} ${oneLine(`${what}: ${detail}`)}\n`;
      return remedy === null ? line : `${line}     → ${oneLine(remedy)}\n`;
    })
    .join('');
}

/** Names and codes come from elsewhere: none of them makes a line of its own. */
const oneLine = (text: string): string => text.replace(BREAKS, ' ');
