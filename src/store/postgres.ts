import {
  type DatabaseIntrospector,
  type Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
} from 'kysely';
import { DatabaseError as AnsweredError, Client, type ClientConfig, Pool, type PoolClient, types } from 'pg';
import { DatabaseError } from './database-error.ts';
import { placeUrl, type ServerPlace, type ServerTls } from './database-place.ts';

/** One for the transactions, which go one after another, and a few for what people ask meanwhile. */
const CONNECTIONS_MAX = 5;
const CONNECT_WITHIN_MS = 5000;
/** The server's own limit comes first; this one is for a server that does not answer at all. */
const STATEMENT_WITHIN_MS = 20_000;
const ANSWER_WITHIN_MS = 25_000;

/**
 * Of every connection. Each commit is on the disk before the next thing is sent; and of a machine that vanished no
 * transaction, no row and no lock is held for longer than some seconds.
 */
const SESSION_SETTINGS: Settings = {
  default_transaction_isolation: 'read\\ committed',
  synchronous_commit: 'on',
  statement_timeout: STATEMENT_WITHIN_MS,
  idle_in_transaction_session_timeout: 10_000,
  tcp_keepalives_idle: 2,
  tcp_keepalives_interval: 1,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 5000,
};

type Settings = Readonly<Record<string, string | number>>;

/** How an administrator of the server sees the session, and what holds in it beside the settings above. */
export interface Session {
  readonly name?: string;
  readonly settings?: Settings;
}

/**
 * Of a connection that copies or exports: the file that is written takes its time between two pages that are read, and nobody
 * waits for what such a transaction holds.
 */
export const UNHURRIED: Session = { settings: { idle_in_transaction_session_timeout: 600_000 } };

function clientConfig(place: ServerPlace, { name = 'ram-mfa-bot', settings }: Session = {}): ClientConfig {
  const { host, port, user, database, password } = place;
  const all = Object.entries({ ...SESSION_SETTINGS, ...settings });
  return {
    ...{ host, port, user, database },
    ...(password === null ? {} : { password: password.reveal() }),
    ssl: tlsOptions(place.tls),
    application_name: name,
    options: all.map(([setting, value]) => `-c ${setting}=${value}`).join(' '),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 2000,
    types: { getTypeParser: numbersAsNumbers },
  };
}

function tlsOptions(tls: ServerTls): ClientConfig['ssl'] {
  if (tls.verify === 'off') return false;
  const authority = tls.authority === null ? {} : { ca: tls.authority };
  return { ...authority, ...VERIFICATION[tls.verify] };
}

const VERIFICATION = {
  nothing: { rejectUnauthorized: false },
  authority: { checkServerIdentity: () => undefined },
  authority_and_host: {},
} as const;

const INT8 = 20;

/** Instants and counts are far below the 2^53 for whose sake the client answers with text. */
const numbersAsNumbers: typeof types.getTypeParser = ((oid: number, format?: 'text') =>
  oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

export function serverDialect(place: ServerPlace, session?: Session): PostgresDialect {
  return new OwnSchemaDialect({ pool: async () => new ServerPool(place, session) });
}

/**
 * Tells the tables of its own schema by name alone. Kysely's own looks into each schema of the database, column by
 * column, and fails where another program drops one of its tables at that moment.
 */
class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    const ownTables = async () => {
      const { rows } = await sql<{ name: string; schema: string }>`
        select c.relname as name, n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind = 'r'`.execute(db);
      return rows.map((table) => ({ ...table, isView: false, isForeign: false, columns: [] }));
    };
    return {
      getTables: ownTables,
      getSchemas: async () =>
        [...new Set((await ownTables()).map(({ schema }) => schema))].map((name) => ({ name })),
    };
  }
}

/** Connections to the server; one that no longer answers is given up, and replaced when the next is asked for. */
class ServerPool implements PostgresPool {
  readonly #place: ServerPlace;
  readonly #pool: Pool;
  readonly #taken = new Set<PoolClient>();
  readonly options: object;

  constructor(place: ServerPlace, session?: Session) {
    this.#place = place;
    this.options = clientConfig(place, session);
    this.#pool = new Pool({ ...this.options, max: CONNECTIONS_MAX });
    // Whoever uses a connection that broke is told by the query; without a listener an idle one would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw serverProblem(error, this.#place);
    });
    this.#taken.add(client);
    return {
      query: ((sql: string, parameters: readonly unknown[]) =>
        this.#ask(client, sql, parameters)) as unknown as PostgresPoolClient['query'],
      release: (destroy) => {
        this.#taken.delete(client);
        client.release(destroy);
      },
    };
  }

  async #ask(client: PoolClient, sql: string, parameters: readonly unknown[]) {
    try {
      return await answerWithin(ANSWER_WITHIN_MS, client, sql, parameters.map(acceptable));
    } catch (error) {
      throw isAboutTheServer(error) ? serverProblem(error, this.#place) : error;
    }
  }

  /** Also where a query still waits for a server that is gone. */
  async end(): Promise<void> {
    for (const client of this.#taken) void giveUp(client);
    await this.#pool.end();
  }
}

/** What SQLite takes and PostgreSQL does not: a vendor's pause of half a millisecond, and the one character no text may hold. */
function acceptable(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value);
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

/** One that takes longer costs the connection: what does not answer may never do so again. */
export async function answerWithin(
  limitMs: number,
  client: Client | PoolClient,
  sql: string,
  parameters: readonly unknown[] = [],
) {
  const late = setTimeout(() => void giveUp(client), limitMs);
  try {
    return await client.query<Record<string, unknown>>(sql, [...parameters]);
  } finally {
    clearTimeout(late);
  }
}

/** And not about what was asked: no answer, or that it ends, starts, ended this session, or takes no such request of this user. */
function isAboutTheServer(error: unknown): boolean {
  if (!(error instanceof AnsweredError)) return true;
  const { code = '' } = error;
  return /^(08|57P|25006)/.test(code) || code in REFUSALS;
}

/** While a query runs this cuts the connection, and the query fails. */
export const giveUp = (client: { end(): Promise<void> }) => client.end().catch(() => undefined);

/** A connection of its own, outside the pool, to a server that has been looked at. */
export async function connectTo(place: ServerPlace, session?: Session): Promise<Client> {
  const client = new Client(clientConfig(place, session));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkServer(client, place);
    return client;
  } catch (error) {
    void giveUp(client);
    throw serverProblem(error, place);
  }
}

const VERSION_MIN = 160_000;

/** @throws {DatabaseError} when it is too old, or a copy that takes no writes */
async function checkServer(client: Client, place: ServerPlace): Promise<void> {
  const { rows } = await client.query<{ version: number; standby: boolean; schema: string | null }>(
    `select current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby,
       current_schema() as schema`,
  );
  const [server] = rows;
  const where = placeUrl(place);
  if (server === undefined || server.version < VERSION_MIN)
    throw new DatabaseError(
      'refused',
      `${where} is older than PostgreSQL 16: upgrade it, or name another one`,
    );
  if (server.schema === null)
    throw new DatabaseError(
      'refused',
      `${where} has no schema for this user: create one, or set search_path`,
    );
  // A lock taken there would keep nobody from writing to the server it follows.
  if (server.standby) throw new DatabaseError('away', `${where} takes no writes: it follows another server`);
}

/** What the server or the operating system says when the address, the user or the certificate is wrong. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'the user or the password is not accepted: check DATABASE_URL and DATABASE_PASSWORD',
  '28000': 'the user may not connect: check DATABASE_URL, sslmode and the server’s pg_hba.conf',
  '3D000': 'there is no such database: create it, or correct DATABASE_URL',
  '42501': 'the user may not create tables there: make it the owner of the database',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not known: set sslrootcert in DATABASE_URL',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not known: set sslrootcert in DATABASE_URL',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not known: set sslrootcert in DATABASE_URL',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is not known: set sslrootcert in DATABASE_URL',
  CERT_HAS_EXPIRED: 'the certificate has expired: renew it',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate is for another host: correct DATABASE_URL, or set sslmode=verify-ca',
};

/** Why it cannot be worked with, in one sentence; away is what may pass by itself. */
export function serverProblem(error: unknown, place: ServerPlace): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = codeOf(error);
  const refusal = REFUSALS[code] ?? (isPlaintextOnly(error) ? NO_TLS : null);
  const message = `${placeUrl(place)}: ${refusal ?? `it does not answer (${code})`}`;
  return new DatabaseError(refusal === null ? 'away' : 'refused', message, { cause: error });
}

const NO_TLS = 'the server offers no encryption: switch it on there, or set sslmode=disable';

/** The client gives this one no code. */
function isPlaintextOnly(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections';
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '' ? 'no connection' : code;
}
