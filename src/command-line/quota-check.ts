import { CHATS } from '../domain/chats.ts';
import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';
import { readQuotas } from '../outreach/quota.ts';
import type { Database } from '../store/database.ts';
import { byChat, type World } from '../world.ts';

/** How far the month's calls are used up, in chats that count them. */
export async function checkQuotas(
  { chats, policy }: Pick<World, 'chats' | 'policy'>,
  db: Database,
  now: EpochMs,
): Promise<readonly CheckLine[]> {
  const monthlyQuotas = byChat(chats, (chat) => chat.monthlyQuota);
  const quotas = await readQuotas({ db, policy, monthlyQuotas }, [], now);
  return quotas.map(({ chat, used, quota, batching }) => {
    const what = `${CHATS[chat].label} calls this month`;
    const detail = `${used} of ${quota} by this bot; other apps of the organisation use the same quota`;
    if (used >= quota) return failed(what, detail, 'buy more calls, or wait for the next month');
    if (batching)
      return warning(
        what,
        `${detail}; from now on people share messages`,
        'nothing to do, or buy more calls',
      );
    return ok(what, detail);
  });
}
