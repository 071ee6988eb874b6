import type { EpochMs } from '../domain/clock.ts';
import type { DigestModel } from '../domain/texts/layouts/digest.ts';
import { listAccounts } from '../store/accounts.ts';
import { keyOf } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { listExemptionsInState } from '../store/exemptions.ts';
import { userLabel } from '../store/labels.ts';
import { findRamUser } from '../store/ram-users.ts';
import { expiringAmong } from './exemption-notices.ts';

/** Who is exempt, what waits to be decided, and whose time ends soon. */
export async function summarizeExemptions(
  store: Store,
  { now, zone }: { readonly now: EpochMs; readonly zone: string },
): Promise<DigestModel['exemptions']> {
  const active = await listExemptionsInState(store, ['active']);
  const requested = await listExemptionsInState(store, ['requested']);
  const accounts = new Map((await listAccounts(store)).map((account) => [account.accountId, account]));
  const ending: DigestModel['exemptions']['ending'][number][] = [];
  for (const exemption of expiringAmong(active, now)) {
    const user = await findRamUser(store, exemption);
    const account = accounts.get(exemption.accountId);
    if (user === undefined || account === undefined) continue;
    ending.push({ user: userLabel(user, account), until: { at: exemption.untilAt - 1, zone } });
  }
  return {
    active: new Set(active.map(keyOf)).size,
    requested: requested.filter(({ lapsesAt }) => lapsesAt > now).length,
    ending,
  };
}
