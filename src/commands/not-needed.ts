import type { RamUserKey } from '../domain/ram-user.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { recordActivity } from '../store/activity.ts';
import { listCasesOfUser } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import { findNotNeeded, saveNotNeeded } from '../store/not-needed.ts';
import { planChannelPosts } from '../store/posts.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import type { KnownUser } from './find-user.ts';
import { findOwnUser } from './own-user.ts';

type NotNeededDeps = Pick<
  CommandDeps,
  'db' | 'clock' | 'contactRules' | 'audiences' | 'newId' | 'wakeDelivery'
>;

/** Told to those who can remove the login; until they do, nothing else changes. */
export const notNeeded: Command = {
  usage: 'not-needed <user>',
  words: { min: 1, max: 1 },
  async run(deps: NotNeededDeps, call) {
    const [typed = ''] = call.args;
    const search = await findOwnUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { known } = search;
    const isNews = await note(deps, call, known);
    deps.wakeDelivery();
    const said = isNews ? undefined : await findNotNeeded(deps.db, known.user, call.actor);
    const saidAt = said === undefined ? null : call.local(said.at);
    return call.texts.reply.notNeeded({ user: known.label, saidAt });
  },
};

/** False where the caller has said so already since the present case was opened. */
async function note(deps: NotNeededDeps, call: CommandCall, { user, label }: KnownUser): Promise<boolean> {
  const { accountId, userId } = user;
  const { actor } = call;
  const at = deps.clock.now();
  const { displayName } = call.request.actor;
  return deps.db.inTransaction(async (trx) => {
    const since = (await openSince(trx, user)) ?? Number.MIN_SAFE_INTEGER;
    if (!(await saveNotNeeded(trx, user, { actor, displayName, at, since }))) return false;
    await recordActivity(trx, at, [{ kind: 'not_needed', actor, accountId, userId }]);
    await planChannelPosts(trx, deps, {
      kind: 'not_needed',
      subject: `${accountId}/${userId}/${actor.chat}/${actor.memberId}/${at}`,
      at,
      message: (language) =>
        textsFor(language).channel.notNeeded({ user: label, by: { ...actor, name: displayName } }),
    });
    return true;
  });
}

async function openSince(store: Store, user: RamUserKey): Promise<number | undefined> {
  return (await listCasesOfUser(store, user)).find(({ state }) => state === 'open')?.openedAt;
}
