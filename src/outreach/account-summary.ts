import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EpochMs } from '../domain/clock.ts';
import { type Counts, countFindings, sumCounts } from '../domain/digest.ts';
import type { DigestAccount } from '../domain/texts/layouts/digest.ts';
import { type AccountRun, findLatestRun } from '../store/account-runs.ts';
import { type AccountRow, listAccounts } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { countCurrentFindings } from '../store/findings.ts';
import { type Hold, listCurrentHolds } from '../store/holds.ts';
import { accountLabel } from '../store/labels.ts';
import { type CaseOutlook, countPeopleHeld } from './outlook.ts';

/** One account as the digest and `/mfa status` show it, with the run it comes from. */
export interface AccountSummary {
  readonly row: AccountRow;
  readonly shown: DigestAccount;
  readonly latest: AccountRun | null;
}

export async function summarizeAccounts(
  store: Store,
  outlooks: readonly CaseOutlook[],
  rule: { readonly zone: string; readonly now: EpochMs; readonly notBefore: EpochMs | null },
): Promise<readonly AccountSummary[]> {
  const holds = new Map((await listCurrentHolds(store)).map((hold) => [hold.accountId, hold]));
  const summaries: AccountSummary[] = [];
  for (const row of await listAccounts(store)) {
    const runs = await latestRuns(store, row, rule);
    const held = heldLine(
      holds.get(row.accountId),
      outlooks.filter((one) => one.file.accountId === row.accountId),
    );
    const counts = await currentCounts(store, row);
    // The database counts thousands of findings in one piece of work: everything else gets its turn between two accounts.
    await nextTurn();
    summaries.push(summaryOf(row, { ...runs, held, counts, zone: rule.zone }));
  }
  return summaries;
}

interface LatestRuns {
  /** Not of an earlier day. */
  readonly latest: AccountRun | null;
  readonly latestComplete: AccountRun | null;
}

async function latestRuns(
  store: Store,
  { accountId }: AccountRow,
  { now, notBefore }: { readonly now: EpochMs; readonly notBefore: EpochMs | null },
): Promise<LatestRuns> {
  const last = await findLatestRun(store, accountId, { now });
  const isOfToday = last !== null && (notBefore === null || last.endedAt >= notBefore);
  return {
    latest: isOfToday ? last : null,
    latestComplete: last?.complete ? last : await findLatestRun(store, accountId, { now, isComplete: true }),
  };
}

function summaryOf(
  row: AccountRow,
  facts: LatestRuns & {
    readonly held: DigestAccount['held'];
    readonly counts: Counts;
    readonly zone: string;
  },
): AccountSummary {
  const { latest, latestComplete, zone } = facts;
  const complete = latest?.complete ?? false;
  const lastCompleteAt = row.lastCompleteAt === null ? null : { at: row.lastCompleteAt, zone };
  const shown: DigestAccount = {
    account: accountLabel(row),
    complete,
    completenessProven: latest?.completenessProven ?? false,
    incomplete: complete
      ? null
      : {
          reason: latest?.incompleteReason ?? 'not_audited_yet',
          code: latest?.errorCode ?? null,
          lastCompleteAt,
        },
    loginMfaMode: row.loginMfaMode,
    // Of an incomplete account only the last complete figures are known.
    counts: complete ? facts.counts : (latestComplete?.counts ?? sumCounts([])),
    held: facts.held,
    missingGrants: latest?.missingGrants ?? [],
  };
  return { row, shown, latest };
}

function heldLine(hold: Hold | undefined, outlooks: readonly CaseOutlook[]): DigestAccount['held'] {
  if (hold === undefined) return null;
  const wouldMessage = countPeopleHeld(outlooks);
  return { reason: hold.reason, wouldMessage };
}

/** Counted from the findings as they stand, so that what a live check found since the audit is in. */
async function currentCounts(store: Store, account: AccountRow): Promise<Counts> {
  return countFindings(await countCurrentFindings(store, account.accountId), account.loginMfaMode);
}
