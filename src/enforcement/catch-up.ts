import { type EnforcementRow, listUnannounced, listUnsettledEnforcements } from '../store/enforcements.ts';
import { announceConfirmation } from './announce.ts';
import { type AppliedEnforcement, applyEnforcement, readBack, settle } from './apply.ts';
import type { EnforcementDeps } from './enforcer.ts';

/**
 * What a stop, a crash or the database left open, at the start and while running: an enforcement that was being carried out is
 * settled by reading back, never by a second call; one that was confirmed and not begun is carried out while its
 * confirmation is still valid; and what was not announced is. True when something is to be told.
 */
export async function catchUpEnforcements(deps: EnforcementDeps, signal: AbortSignal): Promise<boolean> {
  for (const row of await listUnsettledEnforcements(deps.db)) {
    if (signal.aborted) return false;
    if (!deps.underWay.has(row.confirmationCode)) await settleLeft(deps, row, signal);
  }
  const untold = (await listUnannounced(deps.db)).filter((code) => !deps.underWay.has(code));
  for (const code of untold) await announceConfirmation(deps, code, { wasInterrupted: true });
  return untold.length > 0;
}

async function settleLeft(
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
