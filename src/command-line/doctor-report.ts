import { styleText } from 'node:util';
import type { CheckLine } from '../domain/check-line.ts';
import { oneLine } from '../domain/one-line.ts';
import { explainedAt } from './doctor-page.ts';

const MARKS: Readonly<
  Record<CheckLine['status'], { readonly mark: string; readonly colour: 'green' | 'yellow' | 'red' }>
> = {
  ok: { mark: 'ok  ', colour: 'green' },
  warning: { mark: 'warn', colour: 'yellow' },
  failed: { mark: 'FAIL', colour: 'red' },
};

/**
 * One line a check, and below it what to do where there is something to do, and where more is said of it. Names and codes in them come from elsewhere: none
 * makes a line of its own.
 */
export function doctorReport(lines: readonly CheckLine[]): string {
  return lines
    .map(({ what, status, detail, remedy }) => {
      const { mark, colour } = MARKS[status];
      const line = `${styleText(colour, mark)} ${oneLine(`${what}: ${detail}`)}\n`;
      return remedy === null ? line : `${line}     → ${oneLine(remedy)}\n     ${explainedAt(what)}\n`;
    })
    .join('');
}
