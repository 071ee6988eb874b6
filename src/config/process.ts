import { isIP } from 'node:net';
import { z } from 'zod';
import { integer, oneOf } from './formats.ts';
import { defineGroup, optional, withDefault } from './variable.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface ProcessConfig {
  /** Of the database file; relative to the working directory. */
  readonly databasePath: string;
  readonly retentionDays: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** null: off. */
  readonly healthPort: number | null;
  /** The address it is answered on. */
  readonly healthHost: string;
}

const DATABASE_URL = /^file:(?:\/\/(?=\/))?([^:?#]+)$/;
const databasePath = z.string().transform((value, context) => {
  const path = DATABASE_URL.exec(value)?.[1];
  if (path !== undefined && !path.startsWith('//') && !path.endsWith('/')) return path;
  context.addIssue('write file: and the path of a file on a local disk, such as file:./data/mfa.db');
  return z.NEVER;
});

const host = z
  .string()
  .refine(
    (value) => isIP(value) > 0 || value === 'localhost',
    'write an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  );

/** A case that closed may come back within 30 days: what it was must still be there. */
const RETENTION_DAYS_MIN = 31;

export const processGroup = defineGroup({
  variables: {
    DATABASE_URL: withDefault('file:./data/mfa.db', databasePath),
    RETENTION_DAYS: withDefault('400', integer(RETENTION_DAYS_MIN, 36_500)),
    LOG_LEVEL: withDefault('info', oneOf(LOG_LEVELS)),
    HEALTH_PORT: optional(integer(1, 65_535)),
    HEALTH_HOST: withDefault('127.0.0.1', host),
  },
  build: (values): ProcessConfig => ({
    databasePath: values.DATABASE_URL,
    retentionDays: values.RETENTION_DAYS,
    logLevel: values.LOG_LEVEL,
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
  }),
});
