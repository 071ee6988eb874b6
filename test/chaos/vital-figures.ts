import { count, megabytes } from '../bench/figures.ts';
import type { VitalSigns } from './vital-signs.ts';

/** What stands above `vitalFigures` in a table. */
export const VITAL_HEAD = [
  'heap',
  'resident',
  'open files',
  'timers and sockets',
  'prepared statements',
] as const;

export function vitalFigures(signs: VitalSigns): readonly string[] {
  return [
    megabytes(signs.heapBytes),
    megabytes(signs.residentBytes),
    count(signs.openFiles),
    count(signs.activeResources),
    count(signs.preparedStatements),
  ];
}
