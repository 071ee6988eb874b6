import { giveBackDaysOf } from '../audit/lasting-silence.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { findContactRecord, type Links, replaceLinks, saysWhoItIs } from '../store/contact-records.ts';
import type { Store } from '../store/database.ts';
import { endErasure } from '../store/erasures.ts';
import type { OutreachPolicy } from './outlook.ts';

/**
 * An admin says who is behind a RAM user, in chat or in a file. Since "not me" was said nobody was asked for anything: who said so
 * by mistake, and is named again, goes on from there.
 */
export async function nameContact(
  trx: Store,
  user: RamUserKey,
  { links, now, policy }: { readonly links: Links; readonly now: EpochMs; readonly policy: OutreachPolicy },
): Promise<void> {
  const { dispute } = await findContactRecord(trx, user);
  await replaceLinks(trx, user, links, now);
  if (!saysWhoItIs(links)) return;
  await endErasure(trx, user);
  if (dispute !== null) await giveBackDaysOf(trx, user, { since: dispute.since, endedAt: now, policy });
}
