import type { AccountReader } from '../alibaba/accounts.ts';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleUse } from '../domain/console-use.ts';
import type { AccountFacts, Finding } from '../domain/finding.ts';
import type { ZonedPolicy } from '../domain/ladder.ts';
import type { RamUser, RamUserKey } from '../domain/ram-user.ts';
import type { Database } from '../store/database.ts';
import { recordDeletion, recordUsers } from './record-users.ts';
import { loadHistories } from './user-history.ts';

export type CheckedPerson =
  | {
      readonly kind: 'found';
      readonly user: RamUser;
      readonly finding: Finding;
      readonly facts: AccountFacts;
      /** null: could not be read. */
      readonly consoleUse: ConsoleUse | null;
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unreadable'; readonly code: string };

/**
 * Looks at one person now, and records what was seen as an audit would: one person's live, fully read facts may open or
 * close that person's case at any time.
 */
export async function checkPerson(
  deps: {
    readonly db: Database;
    readonly clock: Clock;
    readonly policy: ZonedPolicy;
  },
  look: {
    readonly reader: AccountReader;
    readonly key: RamUserKey;
    /** The account's facts, read at most once a delivery run. */
    readonly facts: AccountFacts;
    readonly signal: AbortSignal;
  },
): Promise<CheckedPerson> {
  const { accountId, userId } = look.key;
  const reading = await look.reader.readUser(userId, look.signal);
  if (reading.kind === 'unreadable') return reading;
  const now = deps.clock.now();
  return deps.db.inTransaction(async (trx): Promise<CheckedPerson> => {
    const histories = await loadHistories(trx, accountId, [userId]);
    if (reading.kind === 'deleted') {
      await recordDeletion(trx, { key: look.key, history: histories.get(userId), now });
      return { kind: 'deleted' };
    }
    const assessed = await recordUsers(trx, {
      facts: look.facts,
      users: [{ ...reading, readAt: now }],
      histories,
      policy: deps.policy,
      now,
    });
    const finding = assessed[0]?.finding;
    if (finding === undefined) throw new Error('One user was read and none was assessed');
    const { user, consoleUse } = reading;
    return { kind: 'found', user, finding, facts: look.facts, consoleUse };
  });
}
