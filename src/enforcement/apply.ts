import { AlibabaError, type EnforcementTarget, type LoginProfiles } from '../alibaba/accounts.ts';
import type { EnforceOutcome, LoginProfileSetting } from '../domain/enforcement.ts';
import type { MfaDevice } from '../domain/finding.ts';
import { NO_CASE } from '../domain/notice.ts';
import { type Activity, recordActivity } from '../store/activity.ts';
import { listCasesOfUser } from '../store/cases.ts';
import { audienceOf } from '../store/contact-records.ts';
import { claimEnforcement, type EnforcementRow, settleEnforcement } from '../store/enforcements.ts';
import { countNoticesOfStep, planNotice } from '../store/notices.ts';
import type { EnforcementDeps } from './enforcer.ts';
import { judgeTarget } from './judge-target.ts';

const APPLY_WITHIN_MS = 60_000;

export interface AppliedEnforcement {
  readonly outcome: EnforceOutcome;
  readonly code: string | null;
  readonly device: MfaDevice;
}

/**
 * Carries out one confirmed enforcement: judged once more, the row claimed, one UpdateLoginProfile, read back, compared.
 * The call is never sent twice; what came of a lost answer is read from the profile.
 */
export function applyEnforcement(
  deps: EnforcementDeps,
  row: EnforcementRow,
  signal: AbortSignal,
): Promise<AppliedEnforcement> {
  return deps.inTurn(row, () => judgeAndApply(deps, row, signal));
}

async function judgeAndApply(
  deps: EnforcementDeps,
  row: EnforcementRow,
  signal: AbortSignal,
): Promise<AppliedEnforcement> {
  const { loginProfiles } = deps;
  const { direction } = row;
  const verdict = await judgeTarget(deps, row, { direction, signal });
  if (verdict.kind === 'refused')
    return settle(deps, row, { outcome: 'failed', code: verdict.code ?? verdict.reason });
  const { user, finding } = verdict.checked;
  if (loginProfiles === null) return settle(deps, row, { outcome: 'failed', code: 'enforcement_off' });
  if (user.userName !== row.userName) return settle(deps, row, { outcome: 'failed', code: 'user_changed' });
  const target: EnforcementTarget = {
    accountId: row.accountId,
    userName: row.userName,
    actor: row.actorMemberId,
  };
  const device = finding.mfaDevice;
  try {
    const before = await loginProfiles.read(target, signal);
    if (before === null)
      return await settle(deps, row, { outcome: 'failed', code: 'no_console_password', device });
    const claim = { by: deps.bootId, at: deps.clock.now(), profileBefore: before };
    if (!(await claimEnforcement(deps.db, row.enforcementId, claim))) {
      // Somebody else settles it.
      return { outcome: 'unknown', code: 'taken', device };
    }
    // Once begun it is seen through, whatever is being stopped.
    const seenThrough = AbortSignal.timeout(APPLY_WITHIN_MS);
    const required = direction === 'enforce';
    const result = await change(loginProfiles, { target, before, required, signal: seenThrough });
    return await settle(deps, row, { ...result, device });
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return settle(deps, row, { outcome: 'failed', code: error.code, device });
  }
}

interface ProfileChange {
  readonly target: EnforcementTarget;
  readonly before: LoginProfileSetting;
  readonly required: boolean;
  readonly signal: AbortSignal;
}

interface ChangeResult {
  readonly outcome: EnforceOutcome;
  readonly code: string | null;
  readonly after?: LoginProfileSetting | null;
}

async function change(profiles: LoginProfiles, ask: ProfileChange): Promise<ChangeResult> {
  try {
    await profiles.setMfaRequired(ask.target, ask.required, ask.signal);
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    if (error.reason !== 'ambiguous') return { outcome: 'failed', code: error.code };
  }
  return readBack(profiles, ask);
}

/** What the profile says afterwards is the result, whatever the call answered. */
export async function readBack(profiles: LoginProfiles, ask: ProfileChange): Promise<ChangeResult> {
  const { target, before, required, signal } = ask;
  try {
    const after = await profiles.read(target, signal);
    if (after === null) return { outcome: 'differs', code: 'LoginProfile', after };
    // Omitted fields are documented nowhere to stay as they are: so they are compared.
    if (after.passwordResetRequired !== before.passwordResetRequired) {
      return { outcome: 'differs', code: 'PasswordResetRequired', after };
    }
    if (after.mfaBindRequired === required) return { outcome: 'verified', code: null, after };
    return { outcome: 'failed', code: 'interrupted', after };
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return { outcome: 'unknown', code: error.code };
  }
}

/** Records the outcome, and plans what the person is to be told. */
export async function settle(
  deps: EnforcementDeps,
  row: EnforcementRow,
  result: ChangeResult & { readonly device?: MfaDevice },
): Promise<AppliedEnforcement> {
  const { accountId, userId, direction, enforcementId } = row;
  const at = deps.clock.now();
  const { outcome, code } = result;
  await deps.db.inTransaction(async (trx) => {
    const profileAfter = result.after ?? null;
    await settleEnforcement(trx, enforcementId, { state: outcome, at, profileAfter, code });
    const activity: Activity = {
      kind: `${direction}_${outcome}`,
      actor: { chat: row.actorChat, memberId: row.actorMemberId },
      accountId,
      userId,
      detail: code,
    };
    await recordActivity(trx, at, [activity]);
    if (direction === 'enforce' && outcome === 'verified') await planEnforcedNotice(deps, trx, row);
  });
  deps.log.enforcementSettled({ enforcementId, accountId, userId, outcome, code });
  return { outcome, code, device: result.device ?? 'unknown' };
}

async function planEnforcedNotice(
  deps: EnforcementDeps,
  trx: Parameters<typeof planNotice>[0],
  { accountId, userId }: EnforcementRow,
): Promise<void> {
  const at = deps.clock.now();
  const caseId = (await listCasesOfUser(trx, { accountId, userId })).at(-1)?.caseId ?? NO_CASE;
  const audience = await audienceOf(trx, { accountId, userId });
  const key = { accountId, userId, caseId, step: 'enforced', audience } as const;
  const occurrence = (await countNoticesOfStep(trx, key)) + 1;
  await planNotice(trx, { ...key, occurrence, dueAt: at, plannedAt: at });
}
