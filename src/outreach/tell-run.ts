import type { AuditOutcome } from '../audit/run-audit.ts';
import { remedyForFailure } from '../audit/run-remedy.ts';
import { remedyForIncomplete } from '../domain/audit-run.ts';
import type { AccountId } from '../domain/ram-user.ts';
import type { RunFailedModel } from '../domain/texts/layouts/run-failure.ts';
import { textsFor } from '../domain/texts/texts.ts';
import type { AccountRun } from '../store/account-runs.ts';
import { accountLabel } from '../store/labels.ts';
import { planChannelPosts } from '../store/posts.ts';
import { type AccountSummary, summarizeAccounts } from './account-summary.ts';
import { planLateCompletion } from './plan-digest.ts';
import type { PostDeps } from './post.ts';

interface EndedRun {
  readonly date: string;
  readonly attempts: number;
  /** None follows that day. */
  readonly isLastTry: boolean;
  /** What was incomplete before this try. */
  readonly retried: ReadonlySet<AccountId>;
}

/** Says in the channels what a scheduled run's outcome means: a failure at the last try, a late success. */
export async function tellRun(deps: PostDeps, outcome: AuditOutcome, run: EndedRun): Promise<void> {
  if (outcome.kind === 'failed') {
    const { error, runId } = outcome;
    const remedy = remedyForFailure(error);
    const failure = { account: null, code: error.code, remedy, attempts: run.attempts };
    return tellFailure(deps, { failure, run, subject: runId });
  }
  const summaries = await summarizeAccounts(deps.db, [], {
    zone: deps.policy.timeZone,
    now: deps.clock.now(),
    notBefore: null,
  });
  const summaryOf = new Map(summaries.map((one) => [one.row.accountId, one]));
  for (const part of outcome.accounts) {
    const summary = summaryOf.get(part.accountId);
    if (!part.complete && summary !== undefined) await tellIncomplete(deps, { part, summary, run });
  }
  const completed = outcome.accounts.flatMap((part) =>
    part.complete && run.retried.has(part.accountId) ? (summaryOf.get(part.accountId) ?? []) : [],
  );
  if (completed.length === 0) return;
  const accounts = completed.map((one) => one.shown);
  await planLateCompletion(deps, { date: run.date, runId: outcome.runId, accounts });
}

async function tellIncomplete(
  deps: PostDeps,
  told: { readonly part: AccountRun; readonly summary: AccountSummary; readonly run: EndedRun },
): Promise<void> {
  const { part, summary, run } = told;
  const failure = {
    account: accountLabel(summary.row),
    code: part.errorCode ?? part.incompleteReason ?? 'unknown',
    remedy: remedyForIncomplete(part.incompleteReason, part.missingGrants),
    attempts: run.attempts,
  };
  const subject = `${part.runId}/${part.accountId}`;
  await tellFailure(deps, { failure, run, subject });
}

async function tellFailure(
  deps: PostDeps,
  told: {
    readonly failure: RunFailedModel;
    readonly run: EndedRun;
    readonly subject: string;
  },
): Promise<void> {
  const { failure, run, subject } = told;
  // Before that it is tried again; that a part stopped, admins hear at once.
  if (!run.isLastTry) return;
  await planChannelPosts(deps.db, deps, {
    kind: 'run_failed',
    subject,
    at: deps.clock.now(),
    message: (language) => textsFor(language).channel.runFailed(failure),
  });
}
