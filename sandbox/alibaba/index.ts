import type { AccountSeed } from './account-seed.ts';
import { type AccountState, createAccount } from './account-state.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Gateway } from './gateway.ts';
import { createMarkers } from './paging.ts';
import { createQuota } from './quota.ts';
import { createRandom } from './random.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import type { ResourceDirectory, ResourceDirectoryMember } from './resource-directory.ts';
import { startServer } from './server.ts';
import { createNonceRegister } from './signature.ts';
import { createStsSessions } from './sts-sessions.ts';
import { DEFAULT_UNDOCUMENTED_ANSWERS, type UndocumentedAnswers } from './undocumented-answers.ts';

export type { AccountSeed } from './account-seed.ts';
export { allowPolicy, type PolicyDocument } from './policy.ts';
export { createLoginProfile } from './user-state.ts';

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
  /** The milliseconds by which those are counted. Default the machine's. */
  readonly quotaClock?: () => number;
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
  const server = await startServer(gateway, options.latencyMs ?? 0);
  return {
    url: server.url,
    account: (accountId) => {
      const account = accounts.get(accountId);
      if (!account) throw new Error(`The sandbox has no account ${accountId}.`);
      return account;
    },
    resourceDirectory,
    requests: gateway.log,
    faults: gateway.faults,
    undocumented,
    stop: server.stop,
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
    quotaClock: options.quotaClock ?? (() => performance.now()),
    nextRequestId: () => [8, 4, 4, 4, 12].map((length) => ids.hex(length).toUpperCase()).join('-'),
  };
}
