import { CHATS } from '../domain/chats.ts';
import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Meter } from '../domain/quota.ts';
import { readQuotas } from '../outreach/quota.ts';
import type { Database } from '../store/database.ts';
import { byChat, type World } from '../world.ts';

/** How far the month is used up, in chats that count. */
export async function checkQuotas(
  { chats, policy }: Pick<World, 'chats' | 'policy'>,
  db: Database,
  now: EpochMs,
): Promise<readonly CheckLine[]> {
  const monthlyQuotas = byChat(chats, (chat) => chat.monthlyQuotas);
  const quotas = await readQuotas({ db, policy, monthlyQuotas }, [], now);
  return quotas.map(({ chat, meter, used, quota, isSpent, batching }) => {
    const what = `${CHATS[chat].label} ${COUNTED[meter]} this month`;
    const detail = `${used} of ${quota} by this bot; other apps of the organisation use the same quota`;
    if (isSpent) return failed(what, detail, 'buy more, or wait for the next month');
    if (batching)
      return warning(
        what,
        `${detail}; from now on people share messages`,
        'nothing to do, or buy more calls',
      );
    return ok(what, detail);
  });
}

const COUNTED: Readonly<Record<Meter, string>> = {
  api_call: 'calls',
  stream_delivery: 'messages received and answered',
};
