import type { EnforcePreview } from '../domain/confirmation.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { type Actor, recordActivity } from '../store/activity.ts';
import { type EnforcementRow, insertEnforcement } from '../store/enforcements.ts';
import { announceConfirmation } from './announce.ts';
import { type AppliedEnforcement, applyEnforcement } from './apply.ts';
import type { EnforcementDeps } from './enforcer.ts';

export interface Confirmed {
  readonly preview: EnforcePreview;
  readonly actor: Actor;
  readonly confirmationCode: string;
  readonly expiresAtMs: number;
  readonly signal: AbortSignal;
}

export interface EnforcementProgress {
  readonly results: readonly (AppliedEnforcement & {
    readonly user: UserLabel;
    readonly isToldOf: boolean;
  })[];
  /** Interrupted before these: the catching up goes on with them. */
  readonly left: number;
}

/** All are written down as confirmed before the first is carried out: a crash in between loses none. */
export async function enforceConfirmed(
  deps: EnforcementDeps,
  confirmed: Confirmed,
): Promise<EnforcementProgress> {
  const { confirmationCode } = confirmed;
  deps.underWay.add(confirmationCode);
  try {
    const rows = await writeDown(deps, confirmed);
    const results = await applyAll(deps, rows, confirmed.signal);
    const left = rows.length - results.length;
    if (left === 0) await announceConfirmation(deps, confirmationCode, { wasInterrupted: false });
    return { results, left };
  } finally {
    deps.underWay.delete(confirmationCode);
  }
}

/** As far as it goes: what breaks on the way, or a stop, leaves the rest to the catching up. */
async function applyAll(
  deps: EnforcementDeps,
  rows: readonly { readonly row: EnforcementRow; readonly user: UserLabel }[],
  signal: AbortSignal,
): Promise<EnforcementProgress['results']> {
  const results: EnforcementProgress['results'][number][] = [];
  for (const { row, user } of rows) {
    if (signal.aborted) break;
    try {
      const applied = await applyEnforcement(deps, row, signal);
      const isToldOf = row.direction === 'enforce' && applied.outcome === 'verified';
      results.push({ user, isToldOf, ...applied });
    } catch (error) {
      if (!signal.aborted) deps.log.enforcementInterrupted({ enforcementId: row.enforcementId, error });
      break;
    }
  }
  return results;
}

async function writeDown(deps: EnforcementDeps, confirmed: Confirmed) {
  const { preview, actor, confirmationCode, expiresAtMs } = confirmed;
  const at = deps.clock.now();
  return deps.db.inTransaction(async (trx) => {
    const rows: { row: EnforcementRow; user: UserLabel }[] = [];
    for (const user of preview.users) {
      const { accountId } = user.account;
      const { userId, userName } = user;
      const row = await insertEnforcement(trx, {
        accountId,
        userId,
        userName,
        direction: preview.direction,
        actorChat: actor.chat,
        actorMemberId: actor.memberId,
        confirmationCode,
        confirmedAt: at,
        expiresAt: expiresAtMs,
      });
      rows.push({ row, user });
      await recordActivity(trx, at, [{ kind: `${preview.direction}_confirmed`, actor, accountId, userId }]);
    }
    return rows;
  });
}
