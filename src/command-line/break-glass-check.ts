import type { World } from '../app.ts';
import { type BreakGlassCheck, type BreakGlassName, checkBreakGlass } from '../domain/break-glass.ts';
import { type Check, type CheckLine, failed, ok } from '../domain/check-line.ts';
import { checkBreakGlassNames } from '../outreach/break-glass-names.ts';
import { listAccounts } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';

const WHAT = 'break-glass users';

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
    remedy: 'mend what fails above, then try again',
    async look(signal) {
      if (names.length === 0) return [ok(WHAT, 'none named in BREAK_GLASS_USERS')];
      const isAudited = db !== null && (await listAccounts(db)).length > 0;
      return isAudited
        ? linesOf(await checkBreakGlassNames(db, names), names)
        : linesOf(await checkListed(names, world, signal), names);
    },
  };
}

async function checkListed(
  names: readonly BreakGlassName[],
  { alibabaChecks }: Pick<World, 'alibabaChecks'>,
  signal: AbortSignal,
): Promise<BreakGlassCheck> {
  const { accounts, users } = await alibabaChecks.listNamedUsers(signal);
  return checkBreakGlass(names, accounts, users);
}

function linesOf({ notFound }: BreakGlassCheck, names: readonly BreakGlassName[]): readonly CheckLine[] {
  if (notFound.length === 0) return [ok(WHAT, `${names.length} named, each found`)];
  return notFound.map((name) =>
    failed(
      WHAT,
      `${name} is no user of the watched accounts, so nothing is enforced where it could be meant`,
      'mend the name in BREAK_GLASS_USERS; of a user who was made just now, /mfa audit tells the bot',
    ),
  );
}
