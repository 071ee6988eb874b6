import type { EnforcePreview } from '../domain/confirmation.ts';
import type { EnforceOutcome } from '../domain/enforcement.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import type { EnforceResultModel } from '../domain/texts/layouts/enforce.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { type Actor, recordActivity } from '../store/activity.ts';
import { type EnforcementRow, insertEnforcement } from '../store/enforcements.ts';
import { planChannelPosts } from '../store/posts.ts';
import { applyEnforcement } from './apply.ts';
import type { EnforcementDeps } from './enforcer.ts';

export interface Confirmed {
  readonly preview: EnforcePreview;
  readonly actor: Actor;
  readonly confirmationCode: string;
  readonly expiresAtMs: number;
  readonly signal: AbortSignal;
}

/** All are written down as confirmed before the first is carried out: a crash in between loses none. */
export async function enforceConfirmed(
  deps: EnforcementDeps,
  confirmed: Confirmed,
): Promise<EnforceResultModel['results']> {
  const rows = await writeDown(deps, confirmed);
  const results: EnforceResultModel['results'][number][] = [];
  for (const { row, user } of rows) {
    const applied = await applyEnforcement(deps, row, confirmed.signal);
    const personTold = row.direction === 'enforce' && applied.outcome === 'verified';
    results.push({ user, personTold, ...applied });
  }
  await announce(deps, { rows: rows.map(({ row }) => row), actor: confirmed.actor, results });
  return results;
}

async function writeDown(deps: EnforcementDeps, confirmed: Confirmed) {
  const { preview, actor, confirmationCode, expiresAtMs } = confirmed;
  const at = deps.clock.now();
  return deps.db.transaction().execute(async (trx) => {
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

/** Who pressed is told in the security channel. */
export async function announce(
  deps: EnforcementDeps,
  done: {
    readonly rows: readonly EnforcementRow[];
    readonly actor: Actor;
    readonly results: readonly { readonly user: UserLabel; readonly outcome: EnforceOutcome }[];
  },
): Promise<void> {
  const [first] = done.rows;
  if (first === undefined) return;
  const { direction, enforcementId } = first;
  const { results, actor } = done;
  await planChannelPosts(deps.db, deps, {
    kind: 'enforced',
    subject: String(enforcementId),
    at: deps.clock.now(),
    message: (language) =>
      textsFor(language).channel.enforced({ direction, actorMemberId: actor.memberId, results }),
  });
}
