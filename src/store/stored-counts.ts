import { z } from 'zod';
import type { Counts } from '../domain/digest.ts';
import { type JsonColumn, jsonColumn } from './json-column.ts';

const number = z.number();

export const storedCounts: JsonColumn<Counts> = jsonColumn(
  'counts',
  z.object({
    compliant: number,
    noncompliant: number,
    unknown: number,
    notApplicable: number,
    boundNotRequired: number,
  }),
);
