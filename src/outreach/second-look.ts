import { UNBOUND_GRACE_MS } from '../domain/case.ts';
import type { Clock } from '../domain/clock.ts';
import type { Database } from '../store/database.ts';
import { listUnboundUsers } from '../store/ram-users.ts';
import type { LiveCheck } from './live-check.ts';

/** Users whose device was gone a day ago are looked at once more: still gone opens a case, a new phone does not. */
export async function lookAgainAtUnbound(
  deps: { readonly db: Database; readonly clock: Clock; readonly newLiveCheck: () => LiveCheck },
  signal: AbortSignal,
): Promise<void> {
  const check = deps.newLiveCheck();
  for (const user of await listUnboundUsers(deps.db, deps.clock.now() - UNBOUND_GRACE_MS)) {
    if (signal.aborted) return;
    await check(user, signal);
  }
}
