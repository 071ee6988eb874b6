import { textsFor } from '../domain/texts/texts.ts';
import { localDate } from '../domain/work-calendar.ts';
import { recordActivity } from '../store/activity.ts';
import { planAdminPosts } from '../store/posts.ts';
import type { Command, CommandDeps } from './command.ts';
import { findOwnUser } from './own-user.ts';

type SharedDeps = Pick<
  CommandDeps,
  'db' | 'clock' | 'contactRules' | 'policy' | 'audiences' | 'newId' | 'wakeDelivery'
>;

/** Suspends nothing: until an admin has settled who is to be told, the one who was told stays it. */
export const shared: Command = {
  usage: 'shared <user>',
  words: { min: 1, max: 1 },
  async run(deps: SharedDeps, call) {
    const [typed = ''] = call.args;
    const search = await findOwnUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { user, label } = search.known;
    const { accountId, userId } = user;
    const { chat, memberId } = call.actor;
    const at = deps.clock.now();
    const by = { chat, memberId, displayName: call.request.actor.displayName };
    await deps.db.inTransaction(async (trx) => {
      // Said again on the same day it is no news.
      await planAdminPosts(trx, deps, {
        kind: 'shared',
        subject: `${accountId}/${userId}/${chat}/${memberId}/${localDate(at, deps.policy.timeZone)}`,
        at,
        message: (language) => textsFor(language).admin.shared({ user: label, by }),
      });
      await recordActivity(trx, at, [{ kind: 'shared', actor: call.actor, accountId, userId }]);
    });
    deps.wakeDelivery();
    return call.texts.reply.shared({ user: label });
  },
};
