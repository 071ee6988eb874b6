import { countActivityOfUser, listActivityOfUser } from '../store/activity.ts';
import type { Command } from './command.ts';
import { findUser } from './find-user.ts';

const ENTRIES_MAX = 30;

export const history: Command = {
  name: 'history',
  usage: 'history <user>',
  async run(deps, call) {
    const [typed, ...more] = call.args;
    if (typed === undefined || more.length > 0) {
      return call.texts.reply.usage({ command: 'history', usage: call.usage });
    }
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
