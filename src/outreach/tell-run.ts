import type { AlibabaError } from '../alibaba/accounts.ts';
import type { AuditOutcome } from '../audit/run-audit.ts';
import type { RunFailedModel } from '../domain/texts/catalogue.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { planAdminPosts, planChannelPosts } from '../store/posts.ts';
import { summarizeAccounts } from './account-summary.ts';
import type { PostDeps } from './post.ts';
import { planLateCompletion } from './post-digest.ts';

const NEEDS_AN_ADMIN: ReadonlySet<string> = new Set<AlibabaError['reason']>([
  'credentials',
  'root_key',
  'no_permission',
]);

/** Says what a scheduled run's outcome means: a failure at the last try, broken credentials at once, a late success. */
export async function tellRun(
  deps: PostDeps,
  outcome: AuditOutcome,
  run: { readonly date: string; readonly attempts: number; readonly isLastTry: boolean },
): Promise<void> {
  if (outcome.kind === 'failed') return tellFailure(deps, outcome, run);
  const completed = new Set(
    outcome.accounts.filter((one) => one.run.complete).map((one) => one.run.accountId),
  );
  if (run.attempts === 1 || completed.size === 0) return;
  const summaries = await summarizeAccounts(deps.db, [], { zone: deps.policy.timeZone, notBefore: null });
  await planLateCompletion(deps, {
    date: run.date,
    runId: outcome.runId,
    accounts: summaries.filter((one) => completed.has(one.row.accountId)).map((one) => one.shown),
  });
}

async function tellFailure(
  deps: PostDeps,
  { error, runId }: Extract<AuditOutcome, { kind: 'failed' }>,
  run: { readonly date: string; readonly attempts: number; readonly isLastTry: boolean },
): Promise<void> {
  const at = deps.clock.now();
  const model: RunFailedModel = {
    account: null,
    code: error.code,
    message: error.message,
    attempts: run.attempts,
  };
  if (run.isLastTry) {
    await planChannelPosts(deps.db, deps, {
      kind: 'run_failed',
      subject: runId,
      at,
      message: (language) => textsFor(language).channel.runFailed(model),
    });
  }
  // Once a day: the date is the subject, however often it fails.
  if (NEEDS_AN_ADMIN.has(error.reason)) {
    await planAdminPosts(deps.db, deps, {
      kind: 'run_failed',
      subject: run.date,
      at,
      message: (language) => textsFor(language).admin.runFailed(model),
    });
  }
}
