import type { EnforceOutcome } from '../domain/enforcement.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { findAccount } from '../store/accounts.ts';
import { type EnforcementRow, listUnsettledEnforcements } from '../store/enforcements.ts';
import { userLabel } from '../store/labels.ts';
import { planAdminPosts } from '../store/posts.ts';
import { findRamUser } from '../store/ram-users.ts';
import { type AppliedEnforcement, applyEnforcement, readBack, settle } from './apply.ts';
import { announce } from './confirm.ts';
import type { EnforcementDeps } from './enforcer.ts';

/**
 * At start: an enforcement that was being carried out is settled by reading back, never by a second call; one that was
 * confirmed and not begun is carried out while its confirmation is still valid.
 */
export async function settleInterruptedEnforcements(
  deps: EnforcementDeps,
  signal: AbortSignal,
): Promise<void> {
  for (const row of await listUnsettledEnforcements(deps.db)) {
    if (signal.aborted) return;
    const { outcome } = await settleOne(deps, row, signal);
    const user = await labelOf(deps, row);
    if (user === null) continue;
    const actor = { chat: row.actorChat, memberId: row.actorMemberId };
    await announce(deps, { rows: [row], actor, results: [{ user, outcome }] });
    await tellAdmins(deps, row, { user, outcome });
  }
}

async function settleOne(
  deps: EnforcementDeps,
  row: EnforcementRow,
  signal: AbortSignal,
): Promise<AppliedEnforcement> {
  if (row.state === 'confirmed') {
    if (deps.clock.now() <= row.expiresAt) return applyEnforcement(deps, row, signal);
    return settle(deps, row, { outcome: 'failed', code: 'expired' });
  }
  if (deps.loginProfiles === null || row.profileBefore === null) {
    return settle(deps, row, { outcome: 'unknown', code: 'enforcement_off' });
  }
  const before = row.profileBefore;
  const target = { accountId: row.accountId, userName: row.userName, actor: row.actorMemberId };
  const required = row.direction === 'enforce';
  return settle(deps, row, await readBack(deps.loginProfiles, { target, before, required, signal }));
}

async function labelOf(deps: EnforcementDeps, row: EnforcementRow): Promise<UserLabel | null> {
  const user = await findRamUser(deps.db, row);
  const account = await findAccount(deps.db, row.accountId);
  return user === undefined || account === undefined ? null : userLabel(user, account);
}

async function tellAdmins(
  deps: EnforcementDeps,
  row: EnforcementRow,
  told: { readonly user: UserLabel; readonly outcome: EnforceOutcome },
): Promise<void> {
  await planAdminPosts(deps.db, deps, {
    kind: 'enforcement_interrupted',
    subject: String(row.enforcementId),
    at: deps.clock.now(),
    message: (language) =>
      textsFor(language).admin.enforcementInterrupted({ direction: row.direction, ...told }),
  });
}
