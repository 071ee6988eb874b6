import { AlibabaError, type EnforcementTarget } from '../alibaba/accounts.ts';
import type { CheckedPerson } from '../audit/check-person.ts';
import {
  type Direction,
  type EnforcementFacts,
  type EnforceRefusal,
  whyNotEnforce,
  whyNotUnenforce,
} from '../domain/enforcement.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { findLastEffective } from '../store/enforcements.ts';
import type { EnforcementDeps } from './enforcer.ts';

export type TargetVerdict =
  | { readonly kind: 'allowed'; readonly checked: Extract<CheckedPerson, { kind: 'found' }> }
  | { readonly kind: 'refused'; readonly reason: EnforceRefusal; readonly code: string | null };

/** May this be done to this user? Everything is read now, before the preview and again before it is done. */
export async function judgeTarget(
  deps: EnforcementDeps,
  key: RamUserKey,
  ask: { readonly direction: Direction; readonly signal: AbortSignal },
): Promise<TargetVerdict> {
  const { direction, signal } = ask;
  if (deps.loginProfiles === null) return refused('enforcement_off');
  const checked = await deps.check(key, signal);
  if (checked.kind === 'deleted') return refused('user_deleted');
  if (checked.kind === 'unreadable') return refused('could_not_read', checked.code);
  try {
    const facts = await gatherFacts(deps, checked, signal);
    const reason =
      direction === 'enforce' ? whyNotEnforce(facts) : whyNotUnenforce(facts, await wasSetByBot(deps, key));
    return reason === null ? { kind: 'allowed', checked } : refused(reason, checked.finding.errorCode);
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return refused('could_not_read', error.code);
  }
}

function refused(reason: EnforceRefusal, code: string | null = null): TargetVerdict {
  return { kind: 'refused', reason, code };
}

async function gatherFacts(
  deps: EnforcementDeps,
  checked: Extract<CheckedPerson, { kind: 'found' }>,
  signal: AbortSignal,
): Promise<EnforcementFacts> {
  const { user, finding, facts: account } = checked;
  const ownUserIds = (await deps.loginProfiles?.ownUserIds(signal)) ?? [];
  return {
    finding,
    account,
    isBreakGlass: await deps.breakGlass.isBreakGlass(user),
    isBreakGlassUncertain: await deps.breakGlass.isUncertain(user.accountId),
    isOwnUser: ownUserIds.includes(user.userId),
  };
}

/** Only what the bot made required may be made optional again by it. */
async function wasSetByBot(deps: EnforcementDeps, key: RamUserKey): Promise<boolean> {
  const last = await findLastEffective(deps.db, key);
  return last?.direction === 'enforce' && last.profileBefore?.mfaBindRequired === false;
}

/**
 * Can the enforcer reach this user at all? Asked before the question is put, by reading what would be changed: a key that
 * serves another account, or lacks its grant, is told then and not after the confirmation.
 */
export async function judgeReach(
  { loginProfiles }: EnforcementDeps,
  target: EnforcementTarget,
  signal: AbortSignal,
): Promise<Extract<TargetVerdict, { kind: 'refused' }> | null> {
  try {
    const profile = await loginProfiles?.read(target, signal);
    return profile === null ? { kind: 'refused', reason: 'no_console_password', code: null } : null;
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    const reason = error.reason === 'no_permission' ? 'account_not_served' : 'could_not_read';
    return { kind: 'refused', reason, code: error.code };
  }
}
