import { isSameMember } from '../domain/contact.ts';
import type { Message } from '../domain/message.ts';
import type { RamUserKey } from '../domain/ram-user.ts';
import { type Snooze, snooze } from '../domain/snooze.ts';
import { labelOf } from '../outreach/build-digest.ts';
import { type CaseOutlook, eachAddressee, lookAhead } from '../outreach/outlook.ts';
import { recordActivity } from '../store/activity.ts';
import { planNotice } from '../store/notices.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { findOwnUser } from './own-user.ts';

type LaterDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy'>;

/** *Remind me tomorrow*: what was said last is said once more on the next working morning. */
export const later: Command = {
  usage: 'later [<user>]',
  words: { min: 0, max: 1 },
  async run(deps: LaterDeps, call) {
    const [typed] = call.args;
    const search = typed === undefined ? null : await findOwnUser(deps, call, typed);
    if (search?.kind === 'answer') return search.message;
    const meant = (await toldTo(deps, call)).filter(
      ({ user }) => search === null || isSameUser(user, search.known.user),
    );
    const outcomes: LaterOutcome[] = [];
    for (const outlook of meant) outcomes.push({ outlook, outcome: await putOff(deps, call, outlook) });
    return answer(call, outcomes);
  },
};

interface LaterOutcome {
  readonly outlook: CaseOutlook;
  readonly outcome: Snooze;
}

/** The open cases about which the caller was written to. */
async function toldTo(deps: LaterDeps, { actor, signal }: CommandCall): Promise<readonly CaseOutlook[]> {
  const outlooks = eachAddressee(await lookAhead(deps, deps.clock.now(), signal));
  return outlooks.filter(({ file, contact, progress, record }) => {
    if (progress.heardAt === null || record.denied.some((one) => isSameMember(one, actor))) return false;
    // Who cannot be looked up now is still whoever was told.
    return contact.kind === 'found'
      ? isSameMember(contact.person, actor)
      : file.toldChat === actor.chat && file.toldMemberId === actor.memberId;
  });
}

function isSameUser(one: RamUserKey, other: RamUserKey): boolean {
  return one.accountId === other.accountId && one.userId === other.userId;
}

async function putOff(deps: LaterDeps, { actor }: CommandCall, outlook: CaseOutlook): Promise<Snooze> {
  const now = deps.clock.now();
  const outcome = snooze(outlook.progress, deps.policy, now);
  if (outcome.kind === 'refused') return outcome;
  const { accountId, userId, caseId } = outlook.file;
  const { step, occurrence, dueAt } = outcome;
  const notice = { accountId, userId, caseId, step, occurrence, dueAt, audience: outlook.audience } as const;
  await deps.db.inTransaction(async (trx) => {
    // Pressed twice at once it is put off once.
    if (!(await planNotice(trx, { ...notice, plannedAt: now, againBecause: 'snoozed' }))) return;
    await recordActivity(trx, now, [{ kind: 'snoozed', actor, accountId, userId, detail: step }]);
  });
  return outcome;
}

function answer(call: CommandCall, outcomes: readonly LaterOutcome[]): Message {
  return call.texts.reply.later({
    users: outcomes.map(({ outlook, outcome }) => {
      const { zone } = outlook.progress;
      const user = labelOf(outlook);
      return outcome.kind === 'put_off'
        ? { user, ...outcome, at: outlook.silentBecause === null ? { at: outcome.dueAt, zone } : null }
        : {
            user,
            kind: outcome.kind,
            reason: outcome.reason,
            at: outcome.until === null ? null : { at: outcome.until, zone },
          };
    }),
  });
}
