import { type AccountReader, type Accounts, AlibabaError, type ReadProgress } from '../alibaba/accounts.ts';
import type { RunTrigger } from '../domain/audit-run.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { assess } from '../domain/finding.ts';
import type { ZonedPolicy } from '../domain/ladder.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { Log } from '../log.ts';
import type { AccountRun } from '../store/account-runs.ts';
import { setWatchedAccounts } from '../store/accounts.ts';
import { beginAuditRun, endAuditRun } from '../store/audit-runs.ts';
import type { Database } from '../store/database.ts';
import { workOnAccounts } from './accounts-under-way.ts';
import { type RunIdentity, recordAccount } from './record-account.ts';

interface AuditRequest {
  readonly trigger: RunTrigger;
  /** The local date of the scheduled instant; null for a run somebody asked for. */
  readonly localDate: string | null;
  /** Only these accounts: a retry of what was incomplete. */
  readonly only?: ReadonlySet<AccountId>;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

export type AuditOutcome =
  | {
      readonly kind: 'ran';
      readonly runId: string;
      readonly accounts: readonly AccountRun[];
      readonly excludedAccountIds: readonly AccountId[];
      /** Why the members of the resource directory could not be listed; null when they could, or were not asked for. */
      readonly directoryErrorCode: string | null;
      readonly complete: boolean;
      readonly startedAt: EpochMs;
      readonly endedAt: EpochMs;
    }
  /** Not even the list of accounts could be read. */
  | { readonly kind: 'failed'; readonly runId: string; readonly error: AlibabaError };

interface AuditDeps {
  readonly accounts: Accounts;
  readonly db: Database;
  readonly clock: Clock;
  readonly policy: ZonedPolicy;
  readonly log: Log;
  readonly newId: () => string;
}

/** The daily look. One audit at a time, whoever starts it. */
export interface Auditor {
  /** null when one is running already. */
  run(request: AuditRequest): Promise<AuditOutcome | null>;
  /** When the audit that is running now began; null when none is. */
  runningSince(): EpochMs | null;
}

export function createAuditor(deps: AuditDeps): Auditor {
  let since: EpochMs | null = null;
  return {
    runningSince: () => since,
    async run(request) {
      if (since !== null) return null;
      since = deps.clock.now();
      try {
        return await runAudit(deps, request, since);
      } finally {
        since = null;
      }
    },
  };
}

async function runAudit(deps: AuditDeps, request: AuditRequest, startedAt: EpochMs): Promise<AuditOutcome> {
  const { db, clock, log } = deps;
  const identity: RunIdentity = {
    runId: deps.newId(),
    trigger: request.trigger,
    localDate: request.localDate,
    startedAt,
  };
  await beginAuditRun(db, identity);
  log.auditStarted({ runId: identity.runId, trigger: request.trigger });
  try {
    const listing = await deps.accounts.list(request.signal);
    // A directory that could not be read says nothing about who left it.
    if (listing.directoryErrorCode === null) {
      await setWatchedAccounts(
        db,
        listing.readers.map((reader) => reader.accountId),
      );
    }
    const readers = listing.readers.filter((reader) => request.only?.has(reader.accountId) ?? true);
    const atATime = listing.readersAtATime;
    const accounts = await workOnAccounts({
      readers,
      atATime,
      work: (reader, onProgress) => auditAccount(deps, { request, identity, reader, onProgress }),
    });
    const complete = listing.directoryErrorCode === null && accounts.every((account) => account.complete);
    const endedAt = clock.now();
    await endAuditRun(db, identity.runId, {
      at: endedAt,
      outcome: complete ? 'complete' : 'incomplete',
      code: listing.directoryErrorCode,
    });
    log.auditEnded({ runId: identity.runId, complete, accounts: accounts.length });
    const { excludedAccountIds, directoryErrorCode } = listing;
    return {
      kind: 'ran',
      runId: identity.runId,
      accounts,
      excludedAccountIds,
      directoryErrorCode,
      complete,
      startedAt,
      endedAt,
    };
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    await endAuditRun(db, identity.runId, { at: clock.now(), outcome: 'failed', code: error.code });
    log.auditFailed({ runId: identity.runId, code: error.code, reason: error.reason });
    return { kind: 'failed', runId: identity.runId, error };
  }
}

async function auditAccount(
  deps: AuditDeps,
  part: {
    readonly request: AuditRequest;
    readonly identity: RunIdentity;
    readonly reader: AccountReader;
    readonly onProgress: (progress: ReadProgress) => void;
  },
): Promise<AccountRun> {
  const { request, identity, reader, onProgress } = part;
  const reading = await reader.readAccount({
    signal: request.signal,
    readsRightsOf: (user, account) => assess(user, account).verdict === 'noncompliant',
    onProgress(progress) {
      onProgress(progress);
      request.onProgress?.(progress);
    },
  });
  request.signal.throwIfAborted();
  const run = await recordAccount(deps, {
    reading,
    reader,
    identity,
    now: deps.clock.now(),
    signal: request.signal,
  });
  if (!run.complete) {
    deps.log.accountIncomplete({
      accountId: reader.accountId,
      reason: run.incompleteReason,
      code: run.errorCode,
    });
  }
  return run;
}
