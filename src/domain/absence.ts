import type { ChatName } from './chats.ts';
import type { EpochMs } from './clock.ts';
import { isSameMember, type MemberKey } from './contact.ts';
import { type DayRefusal, whyNotUntil } from './day-asked-for.ts';
import type { Leave } from './leave.ts';
import { addDays, type LocalDate, localDate, startOfDay } from './work-calendar.ts';

/** Whose word it is: the person's, that of the person's status in chat, or an admin's. */
const ABSENCE_KINDS = ['own', 'status', 'admin'] as const;
export type AbsenceKind = (typeof ABSENCE_KINDS)[number];

/** `undone`: the person is back, whatever the status still says. */
const ABSENCE_STATES = ['active', 'undone', 'over'] as const;
export type AbsenceState = (typeof ABSENCE_STATES)[number];

/** Somebody is not to be written to for a while. Why is neither asked nor kept. */
export interface Absence {
  readonly kind: AbsenceKind;
  readonly state: AbsenceState;
  /** Who said so; of a status, whose it is. */
  readonly chat: ChatName;
  readonly memberId: string;
  readonly since: EpochMs;
  readonly untilAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** In which its days are counted. */
  readonly zone: string;
}

/** What is shown of it. */
export type AbsenceLine = Pick<Absence, 'kind' | 'memberId' | 'untilAt' | 'zone'>;

/** Days in all of one case. */
const DAYS_MAX = { own: 30, admin: 90 } as const;
type WordOf = keyof typeof DAYS_MAX;

export const wordOf = (kind: AbsenceKind): WordOf => (kind === 'admin' ? 'admin' : 'own');

/** Null when somebody may be away until the end of that day. */
export function whyNotAway(date: string, word: WordOf, today: LocalDate): DayRefusal | null {
  // Today is one of them.
  return whyNotUntil(date, { today, aheadDaysMax: DAYS_MAX[word] - 1 });
}

/** The last day of leave that is left to a case, today counted; null: none is. Whatever was before the case does not count. */
export function lastDayLeft(
  absences: readonly Absence[],
  so: { readonly word: WordOf; readonly openedAt: EpochMs; readonly today: LocalDate },
): LocalDate | null {
  const { word, openedAt, today } = so;
  const alike = absences.filter(({ kind }) => wordOf(kind) === word);
  const days = new Set(alike.flatMap((one) => daysOf(one, openedAt)).filter((day) => day < today));
  const left = DAYS_MAX[word] - days.size;
  return left > 0 ? addDays(today, left - 1) : null;
}

/** Its days from that instant on, each once. */
function daysOf({ since, untilAt, endedAt, zone }: Absence, openedAt: EpochMs): readonly LocalDate[] {
  const from = Math.max(since, openedAt);
  const to = endedAt ?? untilAt;
  if (to <= from) return [];
  const days: LocalDate[] = [];
  const last = localDate(to - 1, zone);
  for (let day = localDate(from, zone); day <= last && days.length < DAYS_MAX.admin; day = addDays(day, 1))
    days.push(day);
  return days;
}

/** From when on an absence is given back: who ends one and begins another on the same day is given that day once. */
export function countsFrom(absence: Absence, earlier: readonly Absence[]): EpochMs {
  const { since, zone } = absence;
  const isThatDay = ({ endedAt }: Absence) =>
    endedAt !== null && endedAt <= since && localDate(endedAt - 1, zone) === localDate(since, zone);
  return earlier.some(isThatDay) ? startOfDay(addDays(localDate(since, zone), 1), zone) : since;
}

/** Whether whoever is behind a user is away: by an admin's word, else all of them by their own. */
export function awayBy(absences: readonly Absence[], people: readonly MemberKey[]): Absence | null {
  const theirs = absences.filter(
    (one) =>
      one.state === 'active' &&
      (one.kind === 'admin' || people.some((person) => isWordOf(one, person, people))),
  );
  const areAllAway = people.every((person) => isAway(theirs, person, people));
  return areAllAway ? longestOf(theirs) : null;
}

/** What keeps one of those who are behind a user away, the longest of it: the others may be there. */
export function absenceOf<One extends Absence>(
  absences: readonly One[],
  person: MemberKey,
  people: readonly MemberKey[],
): One | null {
  const theirs = absences.filter(
    (one) => one.state === 'active' && (one.kind === 'admin' || isWordOf(one, person, people)),
  );
  return longestOf(theirs);
}

function longestOf<One extends Absence>(absences: readonly One[]): One | null {
  return absences.toSorted((a, b) => a.untilAt - b.untilAt).at(-1) ?? null;
}

export function isAway(
  absences: readonly Absence[],
  person: MemberKey,
  people: readonly MemberKey[],
): boolean {
  return absenceOf(absences, person, people) !== null;
}

/** What was said in the other chat is a word of the one person there is. */
export function isWordOf(absence: Absence, person: MemberKey, people: readonly MemberKey[]): boolean {
  return absence.chat === person.chat ? absence.memberId === person.memberId : people.length === 1;
}

/** Somebody else's among those who share a user: their ids are of one chat. */
export function isOfAnother(absence: Absence, than: Absence): boolean {
  return absence.kind !== 'admin' && absence.chat === than.chat && absence.memberId !== than.memberId;
}

/** Somebody, and what the chat says of them now. */
export interface Colleague extends MemberKey {
  readonly leave?: Leave | null;
  readonly timeZone: string | null;
}

/** What follows from somebody's status for a case. */
export type StatusChange =
  | { readonly kind: 'none' | 'ends' | 'forgotten' }
  | { readonly kind: 'begins' | 'moves'; readonly untilAt: EpochMs; readonly zone: string };

interface OfCase {
  readonly openedAt: EpochMs;
  readonly now: EpochMs;
  /** Of who has none. */
  readonly zone: string;
}

/** Until it expires, or as long as it is read, while days are left; who took it back is believed until it is gone. */
export function judgeStatus(
  absences: readonly Absence[],
  person: Colleague,
  { openedAt, now, zone: otherZone }: OfCase,
): StatusChange {
  const leave = person.leave ?? null;
  const theirs = absences.filter((one) => one.kind === 'status' && isSameMember(one, person));
  const running = theirs.find(({ state }) => state === 'active');
  const isUndone = theirs.some(({ state }) => state === 'undone');
  const until = leave === null ? now : (leave.untilAt ?? Number.POSITIVE_INFINITY);
  if (until <= now) return { kind: running !== undefined ? 'ends' : isUndone ? 'forgotten' : 'none' };
  const zone = person.timeZone ?? otherZone;
  const last = lastDayLeft(absences, { word: 'own', openedAt, today: localDate(now, zone) });
  if (isUndone || last === null) return { kind: 'none' };
  const untilAt = Math.min(until, startOfDay(addDays(last, 1), zone));
  if (running === undefined) return { kind: 'begins', untilAt, zone };
  return running.untilAt === untilAt ? { kind: 'none' } : { kind: 'moves', untilAt, zone };
}

/** With what statuses say that nobody has written down yet. */
export function withStatuses(
  absences: readonly Absence[],
  people: readonly Colleague[],
  so: OfCase,
): readonly Absence[] {
  const begun = people.flatMap((person): Absence[] => {
    const change = judgeStatus(absences, person, so);
    if (change.kind !== 'begins') return [];
    const { chat, memberId } = person;
    const { untilAt, zone } = change;
    const fixed = { kind: 'status', state: 'active', endedAt: null } as const;
    return [{ ...fixed, chat, memberId, since: so.now, untilAt, zone }];
  });
  return [...absences, ...begun];
}

/** About those whom a tag named that names others alone now: by the word or status of one of them, or an admin's of all. */
export function isOfMoved(
  absence: Absence,
  { before, now }: { readonly before: readonly MemberKey[]; readonly now: readonly MemberKey[] },
): boolean {
  const isNamed = (people: readonly MemberKey[], one: MemberKey) =>
    people.some((other) => isSameMember(other, one));
  const isMove = before.length > 0 && now.length > 0 && !now.some((one) => isNamed(before, one));
  return isMove && absence.state === 'active' && (absence.kind === 'admin' || isNamed(before, absence));
}

/** By the word or status of who is not behind the user any more. */
export function isOfFormer(absence: Absence, people: readonly MemberKey[]): boolean {
  const { kind, state, chat } = absence;
  const here = people.filter((person) => person.chat === chat);
  return (
    kind !== 'admin' &&
    state === 'active' &&
    here.length > 0 &&
    !here.some((one) => isSameMember(one, absence))
  );
}
