import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';

/**
 * What a bot would know after a kill that wrote down less: the same bot, but of what was on its way when it died it remembers
 * nothing (`send-then-mark`), or takes it for done (`mark-then-send`).
 */
export const PROTOCOLS = ['claim-send-settle', 'send-then-mark', 'mark-then-send'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const STATEMENTS: Readonly<Record<Protocol, readonly string[]>> = {
  'claim-send-settle': [],
  'send-then-mark': [
    `update notice set state = 'planned' where state = 'sending'`,
    `update post set state = 'planned' where state = 'sending'`,
    `update enforcement set state = 'confirmed' where state = 'applying'`,
  ],
  'mark-then-send': [
    `update case_file set told_at = (select max(claimed_at) from notice where notice.case_id = case_file.case_id),
       told_chat = (select max(chat) from notice where notice.case_id = case_file.case_id),
       told_member_id = (select max(recipient) from notice where notice.case_id = case_file.case_id),
       told_zone = 'Asia/Shanghai',
       deadline_at = (select max(deadline_at) from notice where notice.case_id = case_file.case_id)
     where told_at is null and case_id in
       (select case_id from notice where state = 'sending' and audience = 'person' and step = 'first')`,
    `update notice set state = 'sent', settled_at = claimed_at where state = 'sending'`,
    `update post set state = 'sent', settled_at = claimed_at where state = 'sending'`,
    `update enforcement set state = 'verified', settled_at = claimed_at where state = 'applying'`,
  ],
};

export async function forgetLike(protocol: Protocol, db: Database): Promise<void> {
  for (const statement of STATEMENTS[protocol]) {
    try {
      await sql.raw(statement).execute(db);
    } catch (error) {
      // Killed before there was a table.
      if (!/no such table|does not exist/.test(String(error))) throw error;
    }
  }
}
