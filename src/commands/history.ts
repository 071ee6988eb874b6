import { countActivityOfUser, listActivityOfUser } from '../store/activity.ts';
import type { Command, CommandDeps } from './command.ts';
import { findUser } from './find-user.ts';

type HistoryDeps = Pick<CommandDeps, 'db' | 'contactRules'>;

const ENTRIES_MAX = 30;

export const history: Command = {
  usage: 'history <user>',
  words: { min: 1, max: 1 },
  async run(deps: HistoryDeps, call) {
    const [typed = ''] = call.args;
    const search = await findUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { user, label } = search.known;
    const rows = await listActivityOfUser(deps.db, user, ENTRIES_MAX);
    return call.texts.reply.history({
      user: label,
      total: await countActivityOfUser(deps.db, user),
      entries: rows.map(({ at, kind, actorMemberId, detail }) => ({
        at: call.local(at),
        kind,
        actorMemberId,
        detail,
      })),
    });
  },
};
