import { isPersonal, noticeKey } from '../domain/notice.ts';
import { type Reminder, remind as remindOf } from '../domain/remind.ts';
import type { RemindModel } from '../domain/texts/layouts/remind.ts';
import { whyHeld } from '../domain/why-held.ts';
import { type CaseOutlook, circumstancesOf, eachAddressee, lookAhead } from '../outreach/outlook.ts';
import { loadSilences } from '../outreach/silences.ts';
import { recordActivity } from '../store/activity.ts';
import { planNotice, replanFailedNotice } from '../store/notices.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { findUser } from './find-user.ts';

type RemindDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'wakeDelivery'>;

/** What was said last is said once more, in the person's hours; not within a day of anything else. */
export const remind: Command = {
  usage: 'remind <user>',
  words: { min: 1, max: 1 },
  async run(deps: RemindDeps, call) {
    const [typed = ''] = call.args;
    const search = await findUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { user, label } = search.known;
    const outlooks = await lookAhead(deps, deps.clock.now(), call.signal);
    const outlook = outlooks.find(
      ({ file }) => file.userId === user.userId && file.accountId === user.accountId,
    );
    const outcome: RemindModel['outcome'] =
      outlook === undefined ? { kind: 'no_case' } : await remindEach(deps, call, eachAddressee([outlook]));
    deps.wakeDelivery();
    return call.texts.reply.remind({ user: label, outcome });
  },
};

/** Each of those who share the user; said is what comes of it for the first to whom something is said. */
async function remindEach(
  deps: RemindDeps,
  call: CommandCall,
  addressees: readonly CaseOutlook[],
): Promise<RemindModel['outcome']> {
  const outcomes: RemindModel['outcome'][] = [];
  for (const one of addressees) outcomes.push(shown(one, await carryOut(deps, call, one)));
  const [first = { kind: 'no_case' }] = outcomes;
  return outcomes.find(({ kind }) => kind === 'goes_out') ?? first;
}

async function carryOut(deps: RemindDeps, { actor }: CommandCall, outlook: CaseOutlook): Promise<Reminder> {
  const now = deps.clock.now();
  const { accountId, userId, caseId } = outlook.file;
  const { audience } = outlook;
  const undelivered = undeliveredKey(outlook);
  const silences = await loadSilences(deps.db, now);
  const circumstances = circumstancesOf(outlook, { silences, policy: deps.policy, now });
  const isTriedAnew = { isUndeliverable: circumstances.isUndeliverable && undelivered === null };
  const reminder = remindOf(outlook.progress, {
    ...outlook.plan,
    now,
    lastAt: lastWrittenTo(outlook),
    heldBecause: whyHeld({ ...circumstances, ...isTriedAnew }),
  });
  if (reminder.kind !== 'again' && reminder.kind !== 'due') return reminder;
  const { step } = reminder;
  await deps.db.inTransaction(async (trx) => {
    if (undelivered !== null) await replanFailedNotice(trx, undelivered, now);
    if (reminder.kind === 'again') {
      const again = { step, occurrence: reminder.occurrence, audience } as const;
      const when = { dueAt: now, plannedAt: now, againBecause: 'reminded' } as const;
      await planNotice(trx, { accountId, userId, caseId, ...again, ...when });
    }
    await recordActivity(trx, now, [{ kind: 'reminded', actor, accountId, userId, detail: step }]);
  });
  return reminder;
}

/** What the chat would not deliver and is tried anew when an admin wants it; null: nothing. */
function undeliveredKey({ file, notices, contact }: CaseOutlook): string | null {
  const failed = notices.findLast(({ audience, state }) => isPersonal(audience) && state === 'failed');
  return contact.kind === 'found' && failed !== undefined ? noticeKey({ ...file, ...failed }) : null;
}

function lastWrittenTo({ notices }: CaseOutlook): number | null {
  const written = notices.filter(
    ({ audience, state }) =>
      isPersonal(audience) && (state === 'sent' || state === 'sending' || state === 'unknown'),
  );
  return written.length === 0 ? null : Math.max(...written.map((one) => one.claimedAt ?? one.plannedAt));
}

function shown({ progress, notBefore }: CaseOutlook, reminder: Reminder): RemindModel['outcome'] {
  const { zone } = progress;
  switch (reminder.kind) {
    case 'again':
    case 'due':
      return { kind: 'goes_out', step: reminder.step, at: { at: notBefore, zone } };
    case 'too_soon':
      return { kind: 'too_soon', lastAt: { at: reminder.lastAt, zone } };
    case 'not_told':
      return {
        kind: 'not_told',
        nextAt: reminder.nextAt === null ? null : { at: reminder.nextAt, zone },
      };
    case 'held':
      return reminder;
    default:
      return reminder satisfies never;
  }
}
