import type { EpochMs } from './clock.ts';
import { isSamePerson, type MemberKey } from './contact.ts';
import { whyNotUntil } from './day-asked-for.ts';
import type { AgainReason, NoticeStep } from './notice.ts';
import type { LocalDate } from './work-calendar.ts';

/** `lost_phone`: three days at once, without a second admin. */
const EXEMPTION_KINDS = ['reasoned', 'lost_phone'] as const;
export type ExemptionKind = (typeof EXEMPTION_KINDS)[number];

/** `over`: its day has come. `ended`: an admin took it back before. */
const EXEMPTION_STATES = ['requested', 'declined', 'lapsed', 'active', 'over', 'ended'] as const;
export type ExemptionState = (typeof EXEMPTION_STATES)[number];

/** What of it is shown: who asked or decided, and until when. */
export interface ExemptionLine {
  readonly kind: ExemptionKind;
  readonly state: ExemptionState;
  readonly reason: string;
  readonly untilAt: EpochMs;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly singleAdmin: boolean;
  readonly subjectKnown: boolean;
  /** By which it is decided. */
  readonly code: string | null;
}

const DAY_MS = 24 * 60 * 60_000;
const AHEAD_DAYS_MAX = 90;
const REASON_LENGTH_MAX = 200;
const REQUEST_STANDS_FOR_MS = 7 * DAY_MS;
export const LOST_PHONE_DAYS = 3;
const LOST_PHONE_EVERY_MS = 30 * DAY_MS;

/** Why an exemption is not asked for. */
export const REQUEST_REFUSALS = [
  'not_a_date',
  'in_the_past',
  'too_far',
  'reason_missing',
  'reason_too_long',
  'reason_has_markup',
  'asked_already',
  'own_phone',
  'subject_unread',
  'phone_lost_lately',
  'not_exempt',
] as const;
export type ExemptRefusal = (typeof REQUEST_REFUSALS)[number];

/** Null when it can be asked for until the end of that day. */
export function whyNotRequested(
  { date, reason }: { readonly date: string; readonly reason: string },
  today: LocalDate,
): ExemptRefusal | null {
  const invalid = whyNotUntil(date, { today, aheadDaysMax: AHEAD_DAYS_MAX });
  if (invalid !== null) return invalid;
  if (reason === '') return 'reason_missing';
  if (reason.length > REASON_LENGTH_MAX) return 'reason_too_long';
  return /[<>*`~|]/u.test(reason) ? 'reason_has_markup' : null;
}

/** A request stands for seven days, and never beyond the day it asks for: granted then, it would end before it began. */
export function lapsesAt({
  askedAt,
  untilAt,
}: {
  readonly askedAt: EpochMs;
  readonly untilAt: EpochMs;
}): EpochMs {
  return Math.min(askedAt + REQUEST_STANDS_FOR_MS, untilAt);
}

interface Asked extends Pick<ExemptionLine, 'state' | 'untilAt'> {
  readonly lapsesAt: EpochMs;
}

/** Asked for, and still to be decided. */
export function isWaiting({ state, untilAt, lapsesAt: at }: Asked, now: EpochMs): boolean {
  return state === 'requested' && Math.min(at, untilAt) > now;
}

/** Of everything ever asked for one user, what holds now: the longest of it. */
export function grantedNow<One extends Pick<ExemptionLine, 'state' | 'untilAt'>>(
  all: readonly One[],
  now: EpochMs,
): One | null {
  const granted = all.filter(({ state, untilAt }) => state === 'active' && untilAt > now);
  return granted.toSorted((one, other) => one.untilAt - other.untilAt).at(-1) ?? null;
}

/** Once in thirty days, and not for oneself. */
export function whyNotLostPhone(
  who: { readonly isOwn: boolean; readonly isUnread: boolean; readonly lastAt: EpochMs | null },
  now: EpochMs,
): ExemptRefusal | null {
  if (who.isOwn) return 'own_phone';
  if (who.isUnread) return 'subject_unread';
  return who.lastAt !== null && now - who.lastAt < LOST_PHONE_EVERY_MS ? 'phone_lost_lately' : null;
}

/** Why a request is not decided by somebody. */
export const DECISION_REFUSALS = [
  'too_many_tries',
  'unknown_code',
  'decided',
  'lapsed',
  'own_request',
  'own_account',
  'subject_unread',
] as const;
export type DecisionRefusal = (typeof DECISION_REFUSALS)[number];

export interface Decision {
  readonly decider: MemberKey;
  readonly requester: MemberKey;
  /** Whose RAM user it is, in every chat; empty: not known. */
  readonly subject: readonly MemberKey[];
  /** A chat could not be asked whose it is: it may be the decider's. */
  readonly isSubjectUnread: boolean;
  readonly admins: readonly MemberKey[];
  /** The contacts of each RAM user, by which a person in two chats is one. */
  readonly contacts: readonly (readonly MemberKey[])[];
}

/** Another admin decides, neither the one who asked nor the one it is about; where there is one admin in all, that one may. */
export function whyNotDecidedBy(decision: Decision): DecisionRefusal | null {
  const { decider, requester, subject, contacts } = decision;
  if (subject.some((member) => isSamePerson(member, decider, contacts))) return 'own_account';
  if (decision.isSubjectUnread) return 'subject_unread';
  return isSamePerson(requester, decider, contacts) && !isSingleAdmin(decision) ? 'own_request' : null;
}

/** Is the decider all the admins there are? */
export function isSingleAdmin({ admins, decider, contacts }: Decision): boolean {
  return admins.every((admin) => isSamePerson(admin, decider, contacts));
}

/** Who can decide what is asked for; `unread`: nobody can tell while a chat cannot be asked whose user it is. */
export type Deciders =
  | { readonly kind: 'others'; readonly members: readonly MemberKey[] }
  | { readonly kind: 'requester' | 'unread' }
  /** `couldAnotherAsk`: who asked could decide then. */
  | { readonly kind: 'nobody'; readonly couldAnotherAsk: boolean };

export function decidersOf(asked: Omit<Decision, 'decider'>): Deciders {
  const { admins, requester, contacts } = asked;
  if (asked.isSubjectUnread) return { kind: 'unread' };
  const isRequester = (member: MemberKey) => isSamePerson(member, requester, contacts);
  const allowed = admins.filter((decider) => whyNotDecidedBy({ ...asked, decider }) === null);
  const others = allowed.filter((member) => !isRequester(member));
  if (others.length > 0) return { kind: 'others', members: others };
  if (allowed.length > 0) return { kind: 'requester' };
  const another = admins.find((member) => !isRequester(member));
  const swapped = another && whyNotDecidedBy({ ...asked, requester: another, decider: requester });
  return { kind: 'nobody', couldAnotherAsk: swapped === null };
}

const WARNED_MS = 7 * DAY_MS;

type Granted = Pick<ExemptionLine, 'kind' | 'state' | 'untilAt'>;

/**
 * Of what is granted to one user now, that whose end is near: whoever is exempt beyond it need not be told, and three days
 * for a lost phone were told when they began.
 */
export function expiring<One extends Granted>(granted: readonly One[], now: EpochMs): One | null {
  const last = grantedNow(granted, now);
  if (last === null || last.kind === 'lost_phone') return null;
  return expiryToldFrom(last) <= now ? last : null;
}

export function expiryToldFrom({ untilAt }: Pick<Granted, 'untilAt'>): EpochMs {
  return untilAt - WARNED_MS;
}

/** What was granted at some time, whatever became of it. */
export function wasGranted({ state }: Pick<ExemptionLine, 'state'>): boolean {
  return state === 'active' || state === 'over' || state === 'ended';
}

interface Kept extends Pick<ExemptionLine, 'kind' | 'untilAt' | 'state'> {
  readonly exemptionId: number;
}

/** Told once for each: its place among those of its kind that the user was granted. */
export function occurrenceOf(exemption: Kept, all: readonly Kept[]): number {
  const alike = all.filter((one) => one.kind === exemption.kind && wasGranted(one));
  return alike.findIndex(({ exemptionId }) => exemptionId === exemption.exemptionId) + 1;
}

/** What a planned notice tells of, by everything the user was ever granted; null: it is not so any more. */
export function exemptionToldBy<One extends Kept>(
  notice: { readonly step: NoticeStep; readonly occurrence: number },
  all: readonly One[],
  now: EpochMs,
): One | null {
  const granted = all.filter(({ state, untilAt }) => state === 'active' && untilAt > now);
  const lostPhone = granted.findLast(({ kind }) => kind === 'lost_phone') ?? null;
  const told = notice.step === 'lost_phone' ? lostPhone : expiring(granted, now);
  return told !== null && occurrenceOf(told, all) === notice.occurrence ? told : null;
}

/** Whether a step is the first to be said after an exemption: it says why the person hears of it again. */
export function endsExemption(
  { againBecause }: { readonly againBecause: AgainReason | null },
  file: { readonly openedAt: EpochMs; readonly toldAt: EpochMs | null },
  exemptUntil: EpochMs | null,
): boolean {
  if (againBecause === 'exemption_ended') return true;
  return file.toldAt === null && exemptUntil !== null && exemptUntil > file.openedAt;
}
