import { remedyForFailure } from '../audit/run-remedy.ts';
import { sumCounts } from '../domain/digest.ts';
import { summarizeAccounts } from '../outreach/account-summary.ts';
import { recordActivity } from '../store/activity.ts';
import type { Command, CommandDeps } from './command.ts';

type AuditDeps = Pick<CommandDeps, 'db' | 'clock' | 'policy' | 'auditor' | 'wakeDelivery'>;

/** A look at everything now, under an id of its own; the daily digest stays as it is. */
export const audit: Command = {
  usage: 'audit',
  words: { min: 0, max: 0 },
  async run(deps: AuditDeps, call) {
    const { reply } = call.texts;
    const since = deps.auditor.runningSince();
    if (since !== null) return reply.auditAlreadyRunning({ since: call.local(since) });
    await recordActivity(deps.db, deps.clock.now(), [{ kind: 'audit_requested', actor: call.actor }]);
    await call.request.reply(reply.auditStarted());
    const outcome = await deps.auditor.run({ trigger: 'admin', localDate: null, signal: call.signal });
    if (outcome === null) return reply.auditAlreadyRunning({ since: call.local(deps.clock.now()) });
    deps.wakeDelivery();
    if (outcome.kind === 'failed') {
      const { error } = outcome;
      const remedy = remedyForFailure(error);
      return reply.auditFailed({ account: null, code: error.code, remedy, attempts: 1 });
    }
    const summaries = await summarizeAccounts(deps.db, [], {
      zone: deps.policy.timeZone,
      now: deps.clock.now(),
      notBefore: null,
    });
    return reply.auditEnded({
      counts: sumCounts(outcome.accounts.map((account) => account.counts)),
      accounts: summaries.map(({ shown }) => shown),
      tookSeconds: Math.round((outcome.endedAt - outcome.startedAt) / 1000),
    });
  },
};
