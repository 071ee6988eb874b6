import type { EpochMs } from '../domain/clock.ts';
import { isAspectFailing } from '../domain/part.ts';
import { keyOf } from '../store/contact-records.ts';
import type { Database } from '../store/database.ts';
import { listExemptionsInState } from '../store/exemptions.ts';
import { listCurrentHolds, listReleasedUsers } from '../store/holds.ts';
import { listAspects } from '../store/parts.ts';
import { findCurrentPause } from '../store/pauses.ts';
import { listRecipientRefusals, type RecipientRefusal } from '../store/recipient-refusals.ts';

/** What keeps people from being written to, apart from who they are. */
export interface Silences {
  readonly isPaused: boolean;
  readonly heldAccounts: ReadonlySet<string>;
  readonly releasedUsers: ReadonlySet<string>;
  /** Whom a chat refuses for now, by `chat/memberId`. */
  readonly refusals: ReadonlyMap<string, RecipientRefusal>;
  readonly failingChats: ReadonlySet<string>;
  /** `accountId/userId` */
  readonly exemptUsers: ReadonlySet<string>;
}

export async function loadSilences(db: Database, now: EpochMs): Promise<Silences> {
  const refusals = await listRecipientRefusals(db);
  const aspects = await listAspects(db);
  return {
    refusals: new Map(refusals.map((one) => [`${one.chat}/${one.memberId}`, one])),
    failingChats: new Set(
      aspects.filter((one) => one.aspect === 'sending' && isAspectFailing(one, now)).map(({ part }) => part),
    ),
    isPaused: (await findCurrentPause(db)) !== undefined,
    exemptUsers: new Set((await listExemptionsInState(db, ['active'])).map(keyOf)),
    heldAccounts: new Set((await listCurrentHolds(db)).map((hold) => hold.accountId)),
    releasedUsers: await listReleasedUsers(db),
  };
}
