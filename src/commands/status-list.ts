import type { EpochMs } from '../domain/clock.ts';
import type { StatusList } from '../domain/command.ts';
import { isOverdue } from '../domain/ladder.ts';
import type { StatusListModel } from '../domain/texts/layouts/status.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { codeOf, isOutOfReach } from '../outreach/out-of-reach.ts';
import { type CaseOutlook, lookAhead } from '../outreach/outlook.ts';
import { listAccounts } from '../store/accounts.ts';
import { listCurrentFindings } from '../store/findings.ts';
import { userLabel } from '../store/labels.ts';
import { listRamUsers } from '../store/ram-users.ts';
import type { CommandCall, CommandDeps } from './command.ts';

export type StatusListDeps = Pick<CommandDeps, 'db' | 'contactRules' | 'meanings' | 'policy' | 'clock'>;

const ROWS_MAX = 40;
/** No sign-in for this long, or never: a password nobody needs is better removed than protected. */
const DORMANT_AFTER_MS = 90 * 24 * 60 * 60_000;

type Row = StatusListModel['rows'][number];

/** The users one list names, with what an admin needs to act. */
export async function statusList(
  deps: StatusListDeps,
  call: CommandCall,
  list: StatusList,
): Promise<StatusListModel> {
  const now = deps.clock.now();
  const rows = list === 'unknown' ? await unknownRows(deps) : await caseRows(deps, call, { list, now });
  return { list, total: rows.length, rows: rows.slice(0, ROWS_MAX) };
}

async function caseRows(
  deps: StatusListDeps,
  call: CommandCall,
  ask: { readonly list: Exclude<StatusList, 'unknown'>; readonly now: EpochMs },
): Promise<readonly Row[]> {
  const outlooks = await lookAhead(deps, ask.now, call.signal);
  return outlooks.filter((one) => belongs(one, ask)).map((one) => row(one, deps, call));
}

function belongs(
  outlook: CaseOutlook,
  { list, now }: { readonly list: Exclude<StatusList, 'unknown'>; readonly now: EpochMs },
): boolean {
  switch (list) {
    case 'overdue':
      return isOverdue(outlook.progress, now);
    case 'unmapped':
      return outlook.contact.kind === 'unmapped' || outlook.contact.kind === 'ambiguous';
    case 'unreachable':
      return isOutOfReach(outlook);
    case 'held':
      return outlook.heldBecause === 'account_held' || outlook.heldBecause === 'paused';
    case 'dormant':
      return now - (outlook.user.lastSignInAt ?? 0) > DORMANT_AFTER_MS;
    default:
      return list satisfies never;
  }
}

function row(outlook: CaseOutlook, { meanings }: StatusListDeps, call: CommandCall): Row {
  const { finding, progress } = outlook;
  const deadline = progress.deadlineAt === null ? null : call.local(progress.deadlineAt);
  return { user: labelOf(outlook), finding, deadline, code: codeOf(outlook, meanings) };
}

async function unknownRows(deps: StatusListDeps): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const account of await listAccounts(deps.db)) {
    const users = new Map(
      (await listRamUsers(deps.db, account.accountId)).map((user) => [user.userId, user]),
    );
    for (const found of await listCurrentFindings(deps.db, account.accountId)) {
      const user = users.get(found.userId);
      if (found.verdict !== 'unknown' || user === undefined) continue;
      rows.push({
        user: userLabel(user, account),
        finding: found,
        deadline: null,
        code: null,
      });
    }
  }
  return rows;
}
