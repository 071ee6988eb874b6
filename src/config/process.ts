import { isIP } from 'node:net';
import { z } from 'zod';
import { type DatabaseConfig, databaseAddress, databaseConfig } from './database.ts';
import { integer, oneOf, secret } from './formats.ts';
import { defineGroup, optional, withDefault } from './variable.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface ProcessConfig {
  readonly database: DatabaseConfig;
  readonly retentionDays: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** null: off. */
  readonly healthPort: number | null;
  /** The address it is answered on. */
  readonly healthHost: string;
}

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
    DATABASE_URL: withDefault('file:./data/mfa.db', databaseAddress),
    DATABASE_PASSWORD: optional(secret()),
    RETENTION_DAYS: withDefault('400', integer(RETENTION_DAYS_MIN, 36_500)),
    LOG_LEVEL: withDefault('info', oneOf(LOG_LEVELS)),
    HEALTH_PORT: optional(integer(1, 65_535)),
    HEALTH_HOST: withDefault('127.0.0.1', host),
  },
  advise: ({ DATABASE_PASSWORD, DATABASE_URL = 'file:' }) =>
    DATABASE_PASSWORD !== undefined && DATABASE_URL.startsWith('file:')
      ? [{ variable: 'DATABASE_PASSWORD', message: 'has no effect: a database file has no password' }]
      : [],
  build: (values): ProcessConfig => ({
    database: databaseConfig(values.DATABASE_URL, values.DATABASE_PASSWORD),
    retentionDays: values.RETENTION_DAYS,
    logLevel: values.LOG_LEVEL,
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
  }),
});
