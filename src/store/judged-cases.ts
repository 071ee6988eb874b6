import type { CaseRow } from './cases.ts';
import type { Store } from './database.ts';
import { type RamUserRow, storedTags } from './ram-users.ts';

/** What tells when a case's clock began and ends, and with whom. */
export type CaseFile = Pick<
  CaseRow,
  | 'caseId'
  | 'accountId'
  | 'userId'
  | 'openedAt'
  | 'toldAt'
  | 'toldChat'
  | 'toldMemberId'
  | 'toldZone'
  | 'deadlineAt'
>;

/** By which somebody is found in chat. */
type NamedUser = Pick<RamUserRow, 'userName' | 'email' | 'mobile' | 'tags'>;

/** A case with its user; null: the user is deleted. */
export type NamedCase = CaseFile & { readonly user: NamedUser | null };

/** Of ten thousand, each column that is left out counts. */
const COLUMNS = [
  ...['caseFile.accountId', 'caseFile.userId', 'caseId', 'state', 'openedAt', 'deadlineAt'],
  ...['toldAt', 'toldChat', 'toldMemberId', 'toldZone'],
  ...['userName', 'email', 'mobile', 'tags', 'deletedAt'],
] as const;

/** As `listStillOpen`. */
export async function listNamedCases(store: Store, caseIds: readonly number[]): Promise<NamedCase[]> {
  const rows = await store
    .selectFrom('caseFile')
    .innerJoin('ramUser', (join) =>
      join
        .onRef('ramUser.accountId', '=', 'caseFile.accountId')
        .onRef('ramUser.userId', '=', 'caseFile.userId'),
    )
    .select(COLUMNS)
    .where('caseId', 'in', caseIds)
    .orderBy('openedAt')
    .orderBy('caseFile.accountId')
    .orderBy('caseId')
    .execute();
  const open = rows.filter(({ state }) => state === 'open');
  return open.map(({ userName, email, mobile, tags, deletedAt, ...file }) => ({
    ...file,
    user: deletedAt === null ? { userName, email, mobile, tags: storedTags.read(tags) } : null,
  }));
}
