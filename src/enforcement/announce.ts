import type { EnforceOutcome } from '../domain/enforcement.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { findAccount } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { type EnforcementRow, listEnforcementsOf, markAnnounced } from '../store/enforcements.ts';
import { userLabel } from '../store/labels.ts';
import { planAdminPosts, planChannelPosts } from '../store/posts.ts';
import { findRamUser } from '../store/ram-users.ts';
import type { EnforcementDeps } from './enforcer.ts';

/**
 * Who pressed is told in the security channel, one post a confirmation. That it was planned is stored with the rows in the
 * same transaction, so that it is said once whatever happens in between.
 */
export async function announceConfirmation(
  deps: EnforcementDeps,
  confirmationCode: string,
  { wasInterrupted }: { readonly wasInterrupted: boolean },
): Promise<void> {
  const at = deps.clock.now();
  await deps.db.inTransaction(async (trx) => {
    const rows = await listEnforcementsOf(trx, confirmationCode);
    const [first] = rows;
    if (rows.some((row) => row.settledAt === null)) return;
    if (!(await markAnnounced(trx, confirmationCode, at))) return;
    const results = (await Promise.all(rows.map((row) => resultOf(trx, row)))).flat();
    if (first === undefined || results.length === 0) return;
    const { direction, actorMemberId } = first;
    const subject = String(first.enforcementId);
    await planChannelPosts(trx, deps, {
      kind: 'enforced',
      subject,
      at,
      message: (language) => textsFor(language).channel.enforced({ direction, actorMemberId, results }),
    });
    if (!wasInterrupted) return;
    await planAdminPosts(trx, deps, {
      kind: 'enforcement_interrupted',
      subject,
      at,
      message: (language) => textsFor(language).admin.enforcementInterrupted({ direction, results }),
    });
  });
}

async function resultOf(
  trx: Store,
  row: EnforcementRow,
): Promise<{ readonly user: UserLabel; readonly outcome: EnforceOutcome }[]> {
  const user = await findRamUser(trx, row);
  const account = await findAccount(trx, row.accountId);
  const { state } = row;
  if (user === undefined || account === undefined || state === 'confirmed' || state === 'applying') return [];
  return [{ user: userLabel(user, account), outcome: state }];
}
