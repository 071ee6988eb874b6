import { bringBack } from '../audit/bring-back.ts';
import { chunksOf } from '../audit/chunks.ts';
import type { Person } from '../chat/chat.ts';
import { isOfFormer, judgeStatus } from '../domain/absence.ts';
import type { EpochMs } from '../domain/clock.ts';
import { forgetUndone, insertAbsence, moveAbsence } from '../store/absences.ts';
import { recordActivity } from '../store/activity.ts';
import type { Database, Store } from '../store/database.ts';
import { settleSilence } from './end-absences.ts';
import type { CaseOutlook, OutreachPolicy } from './outlook.ts';

interface NoteDeps {
  readonly db: Database;
  readonly policy: OutreachPolicy;
}

/** Writes down whose status in chat has begun to say that they are away, and whose does not any more. */
export async function noteStatuses(
  deps: NoteDeps,
  outlooks: readonly CaseOutlook[],
  now: EpochMs,
): Promise<void> {
  for await (const some of chunksOf(outlooks)) for (const outlook of some) await noteCase(deps, outlook, now);
}

async function noteCase(deps: NoteDeps, outlook: CaseOutlook, now: EpochMs): Promise<void> {
  const { people } = outlook;
  for (const person of people) await noteStatus(deps, { outlook, person, now });
  for (const absence of outlook.absences.filter((one) => isOfFormer(one, people)))
    await deps.db.inTransaction((trx) => bringBack(trx, absence, endedNow(deps, now)));
  if (mayHaveChanged(outlook))
    await deps.db.inTransaction((trx) =>
      settleSilence(trx, outlook.file, { people, now, policy: deps.policy }),
    );
}

/** Who shares the user may be others than at the last look. */
function mayHaveChanged({ absences, people }: CaseOutlook): boolean {
  const active = absences.filter(({ state }) => state === 'active');
  return active.length > 0 && (people.length > 1 || active.some(({ silentSince }) => silentSince === null));
}

const endedNow = ({ policy }: NoteDeps, now: EpochMs) =>
  ({ state: 'over', at: now, now, actor: null, policy }) as const;

interface Seen {
  readonly outlook: CaseOutlook;
  readonly person: Person;
  readonly now: EpochMs;
}

async function noteStatus(deps: NoteDeps, { outlook, person, now }: Seen): Promise<void> {
  const { file, absences } = outlook;
  const so = { openedAt: file.openedAt, now, zone: deps.policy.timeZone };
  const change = judgeStatus(absences, person, so);
  const running = absences.find(
    ({ kind, state, memberId }) => kind === 'status' && state === 'active' && memberId === person.memberId,
  );
  switch (change.kind) {
    case 'none':
      return;
    case 'forgotten':
      return forgetUndone(deps.db, file, person);
    case 'begins':
      return deps.db.inTransaction((trx) =>
        begin(trx, { outlook, person, now, policy: deps.policy }, change),
      );
    case 'moves':
      if (running !== undefined) await moveAbsence(deps.db, running.absenceId, change.untilAt);
      return;
    case 'ends':
      if (running !== undefined)
        await deps.db.inTransaction((trx) => bringBack(trx, running, endedNow(deps, now)));
      return;
    default:
      return change satisfies never;
  }
}

async function begin(
  trx: Store,
  { outlook: { file, people }, person, now, policy }: Seen & { readonly policy: OutreachPolicy },
  { untilAt, zone }: { readonly untilAt: EpochMs; readonly zone: string },
): Promise<void> {
  const { accountId, userId } = file;
  const { chat, memberId } = person;
  await insertAbsence(trx, file, { chat, memberId, kind: 'status', since: now, untilAt, zone });
  await settleSilence(trx, file, { people, now, policy });
  await recordActivity(trx, now, [{ kind: 'away_by_status', accountId, userId }]);
}
