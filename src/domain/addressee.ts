import { type EpochMs, isByWrongClock } from './clock.ts';
import { isSameMember, type MemberKey } from './contact.ts';
import { type Audience, isPersonal, type NoticeState, type PersonalAudience } from './notice.ts';
import { localDate } from './work-calendar.ts';

/** What was said, or tried, to somebody about a case. */
export interface Said {
  readonly audience: Audience;
  readonly state: NoticeState;
  readonly chat: MemberKey['chat'] | null;
  readonly recipient: string | null;
  readonly settledAt: EpochMs | null;
  /** Since when the clock ran within which it was said; null: none did. */
  readonly clockSince: EpochMs | null;
}

/** When the clock of a case began, and with whom. */
export interface CaseClock {
  readonly toldAt: EpochMs | null;
  readonly toldChat: MemberKey['chat'] | null;
  readonly toldMemberId: string | null;
}

const isTo = (said: Said, { chat, memberId }: MemberKey) =>
  isPersonal(said.audience) && said.chat === chat && said.recipient === memberId;

/** What each of those who share a user is in the notices' keys. Whoever was one stays it, though others come before or leave. */
export function audiencesOf(
  members: readonly MemberKey[],
  case_: { readonly said: readonly Said[]; readonly isOwned: boolean },
): readonly PersonalAudience[] {
  const said = case_.said.filter(({ audience }) => audience !== 'manager');
  const further = ({ memberId }: MemberKey) => `person:${memberId}` as const;
  const sole = case_.isOwned ? 'owner' : 'person';
  const last = said.findLast(({ audience, recipient }) => audience === sole && recipient !== null);
  const first =
    members.find((member) => last !== undefined && isTo(last, member)) ??
    members.find((member) => !said.some(({ audience }) => audience === further(member)));
  return members.map((member) => (member === first ? sole : further(member)));
}

/** When this one was told by whom the present clock of the case is meant; null: not yet. */
export function heardAt(
  member: MemberKey,
  { toldAt, toldChat, toldMemberId }: CaseClock,
  rule: {
    readonly said: readonly (Said & { readonly claimedAt: EpochMs | null })[];
    readonly isShared: boolean;
  },
): EpochMs | null {
  if (toldAt === null) return null;
  if (toldChat !== null && toldMemberId !== null) {
    if (isSameMember(member, { chat: toldChat, memberId: toldMemberId })) return toldAt;
  }
  // What another was told, and is known of only since then, counts where both share the user.
  const isWithin = ({ clockSince, settledAt }: Said) =>
    clockSince === toldAt || (rule.isShared && settledAt !== null && settledAt >= toldAt);
  const heard = rule.said.filter((one) => one.state === 'sent' && isTo(one, member) && isWithin(one));
  return heard.length === 0 ? null : Math.min(...heard.map((one) => one.claimedAt ?? toldAt));
}

/**
 * Still to be said to who is not behind the user any more: it is nobody else's. What they put off, or were to be told again,
 * belongs to their clock; a step of the ladder that only one of several was to hear, to that one.
 */
export function isOfFormer(
  one: Pick<Said, 'audience' | 'state'> & { readonly plannedAt: EpochMs; readonly isAgain: boolean },
  so: {
    /** Of all who are behind the user. */
    readonly audiences: readonly PersonalAudience[];
    /** When the present clock began; null: none of them was told. */
    readonly toldAt: EpochMs | null;
  },
): boolean {
  const { audience, state, plannedAt, isAgain } = one;
  if (!isPersonal(audience) || (state !== 'planned' && state !== 'failed')) return false;
  if (isAgain && (so.toldAt === null || plannedAt < so.toldAt)) return true;
  return (isAgain || audience.startsWith('person:')) && !so.audiences.includes(audience);
}

/** The clock with what was promised by it. */
export interface RunningClock extends CaseClock {
  readonly deadlineAt: EpochMs | null;
  /** In which the deadline was told. */
  readonly toldZone: string | null;
}

/**
 * What a message that has arrived makes of the clock of its case: the first who is told starts it; who shares the user keeps
 * it, and can only move its end to a later day.
 */
export function clockAfter(
  clock: RunningClock,
  sent: {
    readonly person: MemberKey;
    readonly claimedAt: EpochMs;
    readonly clockSince: EpochMs | null;
    readonly deadlineAt: EpochMs;
    readonly zone: string;
  },
): Partial<RunningClock> & { readonly shiftDays?: 0 } {
  const { person, claimedAt, clockSince, deadlineAt, zone: toldZone } = sent;
  const { toldAt } = clock;
  const isFirst = clock.toldChat === person.chat && clock.toldMemberId === person.memberId;
  // What was on its way when somebody else's clock began, and is known to have arrived only now, does not end it.
  const isWithin = toldAt !== null && (clockSince === toldAt || toldAt > claimedAt);
  // A clock that was ahead when somebody was told does not keep the present one from starting theirs.
  if (toldAt === null || isByWrongClock(toldAt, claimedAt) || !(isFirst || isWithin)) {
    const { chat: toldChat, memberId: toldMemberId } = person;
    return { deadlineAt, toldZone, toldAt: claimedAt, toldChat, toldMemberId, shiftDays: 0 };
  }
  const before = dayOf(clock.deadlineAt ?? deadlineAt, clock.toldZone ?? toldZone);
  const isOvertaken =
    isFirst && (clock.deadlineAt ?? deadlineAt) > deadlineAt && before > dayOf(deadlineAt, toldZone);
  const counts = isFirst ? !isOvertaken : dayOf(deadlineAt, toldZone) > before;
  return counts ? { deadlineAt, toldZone } : { deadlineAt: clock.deadlineAt };
}

const dayOf = (deadlineAt: EpochMs, zone: string) => localDate(deadlineAt - 1, zone);
