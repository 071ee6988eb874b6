import { z } from 'zod';
import type { RunChanges } from '../domain/hold.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';

const number = z.number();

/** What a run did, with the run and with the hold it caused. */
export const storedChanges: JsonColumn<RunChanges> = jsonColumn(
  'changes',
  z.object({
    opened: number,
    resumed: number,
    closedEnrolled: number,
    closedOtherwise: number,
    absent: number,
  }),
);
