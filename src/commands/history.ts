import { CHATS } from '../domain/chats.ts';
import { type ActivityRow, countActivityAbout, listActivityAbout } from '../store/activity.ts';
import { type Command, type CommandDeps, usageOf } from './command.ts';
import { findUser } from './find-user.ts';
import { firstRow } from './first-row.ts';

/** A value was chained and is gone. */
function hasErased(row: ActivityRow): boolean {
  const { actorMemberId, actorDigest, detail, detailDigest } = row;
  return (actorMemberId === null && actorDigest !== null) || (detail === null && detailDigest !== null);
}

type HistoryDeps = Pick<CommandDeps, 'db' | 'contactRules'>;

/** More than one message takes. */
const ENTRIES_MAX = 100;

export const history: Command = {
  usage: 'history <user> [<from>]',
  words: { min: 1, max: 2 },
  async run(deps: HistoryDeps, call) {
    const [typed = '', where] = call.args;
    const from = firstRow(where);
    if (from === null) return usageOf(call, 'history', history);
    const search = await findUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { user, label } = search.known;
    const about = { accountId: user.accountId, userId: user.userId, since: user.firstSeenAt };
    const total = await countActivityAbout(deps.db, about);
    const first = from > total ? 1 : from;
    const rows = await listActivityAbout(deps.db, about, { offset: first - 1, limit: ENTRIES_MAX });
    return call.texts.reply.history({
      user: label,
      from: first,
      total,
      room: CHATS[call.request.chat].pageRoom,
      rows: rows.map((row) => ({
        at: call.local(row.at),
        kind: row.kind,
        actorMemberId: row.actorMemberId,
        detail: row.detail,
        isErased: hasErased(row),
      })),
    });
  },
};
