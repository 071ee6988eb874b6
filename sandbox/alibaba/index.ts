import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountSeed } from './account-seed.ts';
import { type AccountState, createAccount } from './account-state.ts';
import { createFaults, type Faults } from './faults.ts';
import { type Gateway, handle, type Outcome } from './gateway.ts';
import { receiveRequest } from './http-request.ts';
import { createMarkers } from './paging.ts';
import { createQuota } from './quota.ts';
import { createRandom } from './random.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import type { ResourceDirectory, ResourceDirectoryMember } from './resource-directory.ts';
import { createNonceRegister } from './signature.ts';
import { createStsSessions } from './sts-sessions.ts';
import { DEFAULT_UNDOCUMENTED_ANSWERS, type UndocumentedAnswers } from './undocumented-answers.ts';

export type { AccessKeySeed, AccountSeed, RoleSeed, UserSeed } from './account-seed.ts';
export type { AccountState } from './account-state.ts';
export { allowPolicy, type PolicyDocument } from './policy.ts';
export type { RecordedRequest } from './request-log.ts';
export { createLoginProfile, type UserState } from './user-state.ts';

export interface AlibabaSandboxOptions {
  readonly accounts: readonly AccountSeed[];
  readonly resourceDirectory?: {
    readonly managementAccountId: string;
    readonly members: readonly ResourceDirectoryMember[];
  };
  /** For ids, tokens and the faults' dice. Default 1. */
  readonly seed?: number;
  /** How long every answer takes at least. Default 0. */
  readonly latencyMs?: number;
  /** The cloud's clock: dates it writes and the end of sessions. Signatures are dated by the real one. */
  readonly now?: () => number;
  /** The documented calls per second; only for measurements is it worth turning off. Default true. */
  readonly enforceQuotas?: boolean;
  readonly undocumented?: Partial<UndocumentedAnswers>;
}

/** A fake Alibaba Cloud: RAM, IMS, STS and ResourceDirectoryMaster over HTTP on loopback. */
export interface AlibabaSandbox {
  /** `http://127.0.0.1:PORT`, the endpoint of all four products. */
  readonly url: string;
  /** @throws when there is no such account */
  account(accountId: string): AccountState;
  /** null when none was given. */
  readonly resourceDirectory: ResourceDirectory | null;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** May be changed while it runs. */
  readonly undocumented: UndocumentedAnswers;
  /** Cuts every connection, also those left hanging. */
  stop(): Promise<void>;
}

export async function startAlibabaSandbox(options: AlibabaSandboxOptions): Promise<AlibabaSandbox> {
  const gateway = createGateway(options);
  const { accounts, resourceDirectory, undocumented } = gateway.cloud;
  const server = createServer((message, response) => {
    void serve(gateway, message, response, options.latencyMs ?? 0);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account: (accountId) => {
      const account = accounts.get(accountId);
      if (!account) throw new Error(`The sandbox has no account ${accountId}.`);
      return account;
    },
    resourceDirectory,
    requests: gateway.log,
    faults: gateway.faults,
    undocumented,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createGateway(options: AlibabaSandboxOptions): Gateway {
  const seed = options.seed ?? 1;
  const ids = createRandom(seed + 1);
  return {
    cloud: {
      accounts: new Map(options.accounts.map((account) => [account.accountId, createAccount(account)])),
      resourceDirectory: options.resourceDirectory ? { ...options.resourceDirectory } : null,
      sessions: createStsSessions(createRandom(seed + 2)),
      markers: createMarkers(`sandbox ${seed}`),
      undocumented: { ...DEFAULT_UNDOCUMENTED_ANSWERS, ...options.undocumented },
      nowMs: options.now ?? Date.now,
    },
    faults: createFaults(createRandom(seed)),
    log: createRequestLog(),
    nonces: createNonceRegister(),
    quota: options.enforceQuotas === false ? null : createQuota(),
    nextRequestId: () => [8, 4, 4, 4, 12].map((length) => ids.hex(length).toUpperCase()).join('-'),
  };
}

async function serve(
  gateway: Gateway,
  message: IncomingMessage,
  response: ServerResponse,
  latencyMs: number,
): Promise<void> {
  try {
    const request = await receiveRequest(message);
    await sleep(latencyMs);
    const outcome = handle(gateway, request);
    if (outcome.kind === 'answer') await sleep(outcome.delayMs);
    send(response, outcome);
  } catch (error) {
    // A mistake in the sandbox itself: cut the connection and say what it was, rather than look like the vendor.
    response.destroy();
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

function send(response: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answer':
      response.writeHead(outcome.answer.status, outcome.answer.headers).end(outcome.answer.body);
      return;
    case 'reset':
      response.destroy();
      return;
    case 'hang':
      return;
    default:
      outcome satisfies never;
  }
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref());
}
