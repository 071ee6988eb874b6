import { recordActivity } from '../store/activity.ts';
import { beginPause } from '../store/pauses.ts';
import type { Command, CommandDeps } from './command.ts';

type PauseDeps = Pick<CommandDeps, 'db' | 'clock'>;

/** Holds everything at once, also between two messages of a batch. */
export const pause: Command = {
  usage: 'pause',
  words: { min: 0, max: 0 },
  async run(deps: PauseDeps, call) {
    const at = deps.clock.now();
    const begun = await deps.db.inTransaction(async (trx) => {
      const result = await beginPause(trx, { at, by: call.actor.memberId });
      if (result.began) await recordActivity(trx, at, [{ kind: 'paused', actor: call.actor }]);
      return result;
    });
    return call.texts.reply.paused({ since: call.local(begun.pause.since), already: !begun.began });
  },
};
