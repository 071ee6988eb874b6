import { type BreakGlassName, checkBreakGlass } from '../domain/break-glass.ts';
import { type Check, type CheckLine, failed, ok } from '../domain/check-line.ts';
import { checkBreakGlassNames } from '../outreach/break-glass-names.ts';
import { listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import type { World } from '../world.ts';

const WHAT = 'break-glass users';
const MEND_THE_REST = 'mend what fails above, then try again';
const MEND_THE_NAME =
  'mend it in BREAK_GLASS_USERS: until then nothing is enforced where it could be meant; somebody made since the last audit is found by /mfa audit';

/** Is each of them somebody? By what the last audit found, or by listing the users where there was none. */
export function breakGlassCheck(deps: {
  readonly names: readonly BreakGlassName[];
  /** null: it cannot be read. */
  readonly db: Database | null;
  readonly world: Pick<World, 'alibabaChecks'>;
}): Check {
  const { names, db, world } = deps;
  return {
    what: WHAT,
    remedy: MEND_THE_REST,
    async look(signal) {
      if (names.length === 0) return [ok(WHAT, 'none named in BREAK_GLASS_USERS')];
      const isAudited = db !== null && (await listAccounts(db)).length > 0;
      if (isAudited) return linesOf(names, (await checkBreakGlassNames(db, names)).notFound);
      const { accounts, users, unreadAccountIds } = await world.alibabaChecks.listNamedUsers(signal);
      const { notFound } = checkBreakGlass(names, accounts, users);
      return linesOf(names, notFound, unreadAccountIds);
    },
  };
}

function linesOf(
  names: readonly BreakGlassName[],
  notFound: readonly string[],
  unreadAccountIds: readonly string[] = [],
): readonly CheckLine[] {
  if (notFound.length === 0) return [ok(WHAT, `${names.length} named, each found`)];
  if (unreadAccountIds.length > 0) {
    const unread = `account ${unreadAccountIds.join(', ')} could not be listed to its end`;
    return [failed(WHAT, `${notFound.join(', ')} not found, but ${unread}`, MEND_THE_REST)];
  }
  return notFound.map((name) => failed(WHAT, `${name} is no user of the watched accounts`, MEND_THE_NAME));
}
