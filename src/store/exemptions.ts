import type { Insertable, Selectable } from 'kysely';
import type { EpochMs } from '../domain/clock.ts';
import type { ExemptionState } from '../domain/exemption.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import type { Actor } from './activity.ts';
import type { Store } from './database.ts';
import { flag, truth } from './flag.ts';
import type { ExemptionTable } from './schema.ts';

export interface ExemptionRow extends Omit<Selectable<ExemptionTable>, 'subjectKnown' | 'singleAdmin'> {
  readonly subjectKnown: boolean;
  readonly singleAdmin: boolean;
}

function exemptionOf(row: Selectable<ExemptionTable>): ExemptionRow {
  return { ...row, subjectKnown: truth(row.subjectKnown), singleAdmin: truth(row.singleAdmin) };
}

export async function insertExemption(
  store: Store,
  exemption: RamUserKey &
    Pick<
      ExemptionRow,
      'kind' | 'reason' | 'untilAt' | 'requestedAt' | 'code' | 'lapsesAt' | 'subjectKnown'
    > & {
      readonly actor: Actor;
    },
): Promise<ExemptionRow> {
  const { actor, subjectKnown, ...rest } = exemption;
  const isDecided = rest.kind === 'lost_phone';
  const values: Insertable<ExemptionTable> = {
    ...rest,
    requestedChat: actor.chat,
    requestedBy: actor.memberId,
    subjectKnown: flag(subjectKnown),
    state: isDecided ? 'active' : 'requested',
    decidedAt: isDecided ? rest.requestedAt : null,
    decidedChat: isDecided ? actor.chat : null,
    decidedBy: isDecided ? actor.memberId : null,
    singleAdmin: 0,
    endedAt: null,
  };
  return exemptionOf(
    await store.insertInto('exemption').values(values).returningAll().executeTakeFirstOrThrow(),
  );
}

export async function findExemptionByCode(store: Store, code: string): Promise<ExemptionRow | undefined> {
  const row = await store.selectFrom('exemption').selectAll().where('code', '=', code).executeTakeFirst();
  return row && exemptionOf(row);
}

/** Everything ever asked for one user, oldest first. */
export async function listExemptionsOfUser(store: Store, user: RamUserKey): Promise<ExemptionRow[]> {
  const rows = await store
    .selectFrom('exemption')
    .selectAll()
    .where('accountId', '=', user.accountId)
    .where('userId', '=', user.userId)
    .orderBy('exemptionId')
    .execute();
  return rows.map(exemptionOf);
}

export async function listExemptionsInState(
  store: Store,
  states: readonly ExemptionState[],
): Promise<ExemptionRow[]> {
  const rows = await store
    .selectFrom('exemption')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('untilAt')
    .orderBy('exemptionId')
    .execute();
  return rows.map(exemptionOf);
}

/** requested → decided. False when somebody, or a second press, was first. */
export async function decideExemption(
  store: Store,
  exemptionId: number,
  decision: {
    readonly state: 'active' | 'declined';
    readonly by: Actor;
    readonly at: EpochMs;
    readonly singleAdmin: boolean;
  },
): Promise<boolean> {
  const { state, by, at, singleAdmin } = decision;
  const result = await store
    .updateTable('exemption')
    .set({
      state,
      decidedAt: at,
      decidedChat: by.chat,
      decidedBy: by.memberId,
      singleAdmin: flag(singleAdmin),
      endedAt: state === 'declined' ? at : null,
    })
    .where('exemptionId', '=', exemptionId)
    .where('state', '=', 'requested')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when it was not in that state any more. */
export async function endExemption(
  store: Store,
  { exemptionId, state: from }: Pick<ExemptionRow, 'exemptionId' | 'state'>,
  end: { readonly state: 'lapsed' | 'over' | 'ended'; readonly at: EpochMs },
): Promise<boolean> {
  const result = await store
    .updateTable('exemption')
    .set({ state: end.state, endedAt: end.at })
    .where('exemptionId', '=', exemptionId)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
