import { bringBack } from '../audit/bring-back.ts';
import { contactOf } from '../contacts/contact-of.ts';
import { peopleBehind } from '../contacts/resolve-contact.ts';
import { type AbsenceKind, isWordOf, lastDayLeft, whyNotAway, wordOf } from '../domain/absence.ts';
import type { ChatName } from '../domain/chats.ts';
import { isSameMember, type MemberKey } from '../domain/contact.ts';
import type { Message } from '../domain/message.ts';
import type { AwayModel } from '../domain/texts/layouts/away.ts';
import { addDays, localDate, startOfDay } from '../domain/work-calendar.ts';
import { settleSilence } from '../outreach/end-absences.ts';
import { type AbsenceRow, insertAbsence, listAbsencesOfUser, moveAbsence } from '../store/absences.ts';
import { recordActivity } from '../store/activity.ts';
import { listCasesOfUser } from '../store/cases.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { subjectOf } from './exempt.ts';
import { findUser, type KnownUser, type UsersOfMember, usersOfMember } from './find-user.ts';
import { inWords } from './me.ts';

type AwayDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'wakeDelivery'>;

/** Who is on leave is not written to: by the person about all of their users, by an admin about one. */
export const away: Command = {
  usage: 'away <date>|off | <user> <date>|off',
  words: { min: 1, max: 2 },
  async run(deps: AwayDeps, call) {
    const [first = '', second] = call.args;
    if (second !== undefined) {
      const search = await findUser(deps, call, first);
      return search.kind === 'answer'
        ? search.message
        : say(deps, call, { users: [search.known], isPartial: false, what: second });
    }
    const { users, isPartial } = await usersOfMember(deps, call, call.actor.memberId);
    if (users.length === 0) return inWords(deps, call, isPartial ? null : { users: [], isPartial });
    return say(deps, call, { users, isPartial, what: first });
  },
};

interface Said extends UsersOfMember {
  /** A day, or `off`. */
  readonly what: string;
}

async function say(deps: AwayDeps, call: CommandCall, said: Said): Promise<Message> {
  if (said.what.toLowerCase() === 'off') return takeBack(deps, call, said);
  const kind = await kindOf(deps, call, said);
  const zone = kind === 'admin' ? deps.policy.timeZone : call.local(deps.clock.now()).zone;
  const word = wordOf(kind);
  const reason = whyNotAway(said.what, word, localDate(deps.clock.now(), zone));
  if (reason !== null) return call.texts.reply.awayRefused({ reason, word });
  const users: AwayModel['users'][number][] = [];
  const asked = startOfDay(addDays(said.what, 1), zone);
  for (const { user, label } of said.users) {
    const begun = await begin(deps, call, { user, kind, zone, date: said.what });
    if (typeof begun === 'string') users.push({ user: label, until: null, isShorter: false, sayItIn: begun });
    else {
      const until = begun === null ? null : { at: begun - 1, zone };
      users.push({ user: label, until, isShorter: begun !== null && begun < asked, sayItIn: null });
    }
  }
  return call.texts.reply.away({ users, word, isPartial: said.isPartial });
}

/** An admin's word about the admin's own user is the person's. */
async function kindOf(
  deps: AwayDeps,
  { args, actor, signal }: CommandCall,
  { users: [known] }: Said,
): Promise<AbsenceKind> {
  if (args.length === 1 || known === undefined) return 'own';
  const { members } = await subjectOf(deps, known, signal);
  return members.some((member) => isSameMember(member, actor)) ? 'own' : 'admin';
}

interface Leave {
  readonly user: KnownUser['user'];
  readonly kind: AbsenceKind;
  readonly zone: string;
  readonly date: string;
}

/** Until when, as many days as are left; null: none are; a chat: of several who are written to there it is not known who says so here. */
async function begin(
  deps: AwayDeps,
  call: CommandCall,
  { user, kind, zone, date }: Leave,
): Promise<number | null | ChatName> {
  const { db, clock, policy } = deps;
  const { actor } = call;
  const people = await sharersOf(deps, call, user);
  const elsewhere = kind === 'own' ? whereToSayIt(people, actor) : null;
  if (elsewhere !== null) return elsewhere;
  const now = clock.now();
  const { accountId, userId } = user;
  return db.inTransaction(async (trx) => {
    const earlier = await listAbsencesOfUser(trx, user);
    const open = (await listCasesOfUser(trx, user)).find(({ state }) => state === 'open');
    const today = localDate(now, zone);
    const last = lastDayLeft(earlier, { word: wordOf(kind), openedAt: open?.openedAt ?? now, today });
    if (last === null) return null;
    const untilAt = startOfDay(addDays(date < last ? date : last, 1), zone);
    const isSame = (one: AbsenceRow) => one.kind === 'admin' || isWordOf(one, actor, people);
    const running = earlier.find((one) => one.state === 'active' && one.kind === kind && isSame(one));
    if (running === undefined) await insertAbsence(trx, user, { ...actor, kind, since: now, untilAt, zone });
    else await moveAbsence(trx, running.absenceId, untilAt);
    if (kind !== 'admin') await settleSilence(trx, user, { people, now, policy });
    await recordActivity(trx, now, [{ kind: 'away', actor, accountId, userId, detail: date }]);
    return untilAt;
  });
}

/** Who shares a user is one person in both chats, but which of them nobody knows. */
function whereToSayIt(people: readonly MemberKey[], actor: MemberKey): ChatName | null {
  const isOneOfThem = people.length < 2 || people.some((one) => one.chat === actor.chat);
  return isOneOfThem ? null : (people[0]?.chat ?? null);
}

/** All who are behind the user; where nobody is found now, whoever says so. */
async function sharersOf(
  deps: AwayDeps,
  { actor, signal }: CommandCall,
  user: KnownUser['user'],
): Promise<readonly MemberKey[]> {
  const people = peopleBehind(await contactOf(deps, user, signal));
  return people.length === 0 ? [actor] : people;
}

async function takeBack(deps: AwayDeps, call: CommandCall, { users, isPartial }: Said): Promise<Message> {
  const { db, clock, policy } = deps;
  const at = clock.now();
  const back: KnownUser[] = [];
  for (const known of users) {
    const people = await sharersOf(deps, call, known.user);
    // Who shares the user with others is back alone.
    const isMeant = (one: AbsenceRow) =>
      call.args.length > 1 || one.kind === 'admin' || isWordOf(one, call.actor, people);
    const all = await listAbsencesOfUser(db, known.user);
    const active = all.filter((one) => one.state === 'active' && isMeant(one));
    if (active.length === 0) continue;
    await db.inTransaction(async (trx) => {
      for (const one of active)
        await bringBack(trx, one, { state: stateAfter(one), at, now: at, actor: call.actor, policy });
    });
    back.push(known);
  }
  deps.wakeDelivery();
  return call.texts.reply.back({ users: back.map(({ label }) => label), isPartial });
}

/** A status that still says so is not believed again before it is gone. */
const stateAfter = ({ kind }: AbsenceRow) => (kind === 'status' ? 'undone' : 'over');
