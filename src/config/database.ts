import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Secret } from './secret.ts';
import type { Format } from './variable.ts';

/** Where the database is; a server's password is a variable of its own. */
export type DatabaseAddress =
  /** Relative to the working directory. */
  { readonly kind: 'file'; readonly path: string } | ServerAddress;

interface ServerAddress {
  readonly kind: 'server';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly tls: Tls;
}

type Tls =
  | { readonly verify: 'off' }
  | {
      readonly verify: 'nothing' | 'authority' | 'authority_and_host';
      /** A certificate in PEM; null: those that come with Node. */
      readonly authority: string | null;
    };

export type DatabaseConfig =
  | Extract<DatabaseAddress, { kind: 'file' }>
  | (ServerAddress & { readonly password: Secret | null });

export function databaseConfig(address: DatabaseAddress, password: Secret | null): DatabaseConfig {
  return address.kind === 'file' ? address : { ...address, password };
}

/** Something to write instead. */
class Unusable extends Error {}

export const databaseAddress: Format<DatabaseAddress> = z.string().transform((value, context) => {
  try {
    return /^postgres(?:ql)?:/.test(value) ? serverAddress(value) : fileAddress(value);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});

const FILE = /^file:(?:\/\/(?=\/))?([^:?#]+)$/;

function fileAddress(value: string): DatabaseAddress {
  const path = FILE.exec(value)?.[1];
  if (path !== undefined && !path.startsWith('//') && !path.endsWith('/')) return { kind: 'file', path };
  throw new Unusable(
    'write file: and the path of a file on a local disk, such as file:./data/mfa.db, or postgres://user@host/database',
  );
}

function serverAddress(value: string): DatabaseAddress {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || url.hash !== '') throw new Unusable('write postgres://user@host/database');
  if (url.password !== '')
    throw new Unusable('leave the password out: set DATABASE_PASSWORD, or DATABASE_PASSWORD_FILE');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decoded(url.username);
  const name = url.pathname.slice(1);
  if (host === '' || user === '' || !/^[^/]+$/.test(name))
    throw new Unusable('name the user, the host and the database: postgres://user@host/database');
  const port = url.port === '' ? 5432 : Number(url.port);
  const database = decoded(name);
  return { kind: 'server', host, port, user, database, tls: tls(url.searchParams, host) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Unusable('write a % in a name as %25');
  }
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1']);
/** As PostgreSQL's own clients mean them; its `prefer` and `allow` leave it to the other side whether anything is encrypted. */
const VERIFY = {
  disable: 'off',
  require: 'nothing',
  'verify-ca': 'authority',
  'verify-full': 'authority_and_host',
} as const;

function tls(parameters: URLSearchParams, host: string): Tls {
  const unknown = [...parameters.keys()].find((name) => name !== 'sslmode' && name !== 'sslrootcert');
  if (unknown !== undefined) throw new Unusable(`leave ${unknown} out: sslmode and sslrootcert are known`);
  const mode = parameters.get('sslmode') ?? (LOOPBACK_HOSTS.has(host) ? 'disable' : 'verify-full');
  const verify = Object.entries(VERIFY).find(([name]) => name === mode)?.[1];
  if (verify === undefined) throw new Unusable(`write ${Object.keys(VERIFY).join(' or ')} for sslmode`);
  const path = parameters.get('sslrootcert');
  if (verify === 'off') return { verify };
  if (path === null) return { verify, authority: null };
  return { verify: verify === 'nothing' ? 'authority' : verify, authority: certificate(path) };
}

function certificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Unusable(
      `sslrootcert ${path} cannot be read (${(error as NodeJS.ErrnoException).code}): name the file of the authority’s certificate`,
    );
  }
}
