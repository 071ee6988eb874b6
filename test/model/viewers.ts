import { closing, dayOf } from './calendar.ts';
import { type Addressee, type CaseFile, isOfLadder, type Notice, type Rules } from './case-file.ts';
import type { Colleague } from './world.ts';

/** One case as it stands for one of those who are behind the user; `memberId` null: nobody is. */
export interface Viewer {
  readonly memberId: string | null;
  readonly zone: string;
  readonly audience: Addressee;
  /** When the first of those who are here was told; null: nobody was. */
  readonly toldAt: number | null;
  /** When this one was. */
  readonly heardAt: number | null;
  readonly deadlineAt: number | null;
  readonly shiftDays: number;
  /** To this one, and to the manager. */
  readonly notices: readonly Notice[];
}

const isPersonal = ({ audience }: Notice) => audience !== 'manager';
const isTo = (notice: Notice, memberId: string) =>
  isPersonal(notice) && notice.recipients.at(-1) === memberId;

/** What each of them is in the notices' keys: who was the first stays it. */
export function audiencesOf(
  people: readonly Colleague[],
  { notices, isOwned }: { readonly notices: readonly Notice[]; readonly isOwned: boolean },
): readonly Addressee[] {
  const sole = isOwned ? 'owner' : 'person';
  const last = notices.findLast((one) => one.audience === sole && one.recipients.length > 0);
  const wasNever = ({ memberId }: Colleague) =>
    !notices.some(({ audience }) => audience === `person:${memberId}`);
  const first = people.find(({ memberId }) => last && isTo(last, memberId)) ?? people.find(wasNever);
  return people.map((one) => (one === first ? sole : (`person:${one.memberId}` as const)));
}

/** When somebody was told within the clock that runs; null: not yet. */
export function heardAt({ told, notices }: CaseFile, memberId: string, isShared: boolean): number | null {
  if (told === null || told.memberId === memberId) return told?.at ?? null;
  const isWithin = ({ clockSince, at }: Notice) => clockSince === told.at || (isShared && at >= told.at);
  const heard = notices.filter(
    (one) => one.state === 'sent' && isOfLadder(one) && isTo(one, memberId) && isWithin(one),
  );
  return heard.length === 0 ? null : Math.min(...heard.map(({ at }) => at));
}

/** Each who is behind the user; or nobody. */
export function viewersOf(
  file: CaseFile,
  { people, isOwned }: { readonly people: readonly Colleague[]; readonly isOwned: boolean },
  rules: Rules,
): readonly Viewer[] {
  if (people.length === 0) return [nobody(file, rules)];
  const audiences = audiencesOf(people, { notices: file.notices, isOwned });
  const isShared = people.length > 1;
  const heard = people.map(({ memberId }) => heardAt(file, memberId, isShared));
  // Who became the contact later was told nothing yet: for them the ladder begins anew.
  const toldAt = heard.some((at) => at !== null) ? (file.told?.at ?? null) : null;
  return people.map((person, index): Viewer => {
    const { memberId } = person;
    const zone = person.zone ?? file.zone ?? rules.zone;
    const audience = audiences[index] ?? 'person';
    const promised = isShared ? sharedDeadline(file, zone, rules) : file.deadlineAt;
    return {
      ...{ memberId, zone, audience, toldAt, heardAt: heard[index] ?? null },
      ...(toldAt === null
        ? { deadlineAt: null, shiftDays: 0 }
        : { deadlineAt: promised, shiftDays: file.shiftDays }),
      notices: file.notices.filter(
        (one) => !isPersonal(one) || one.audience === audience || isTo(one, memberId),
      ),
    };
  });
}

/** What whoever left had put off, or was to be told again, is nobody else's; nor is what one of several was to hear. */
export function ofFormer(file: CaseFile, viewers: readonly Viewer[]): readonly Notice[] {
  const audiences = viewers.map(({ audience }) => audience);
  const toldAt = viewers[0]?.toldAt ?? null;
  const isLeft = ({ audience }: Notice) => !(audiences as readonly string[]).includes(audience);
  return file.notices.filter(
    (one) =>
      isOfLadder(one) &&
      isPersonal(one) &&
      (one.again === null
        ? one.audience.startsWith('person:') && isLeft(one)
        : isLeft(one) || toldAt === null || one.plannedAt < toldAt),
  );
}

function nobody(file: CaseFile, rules: Rules): Viewer {
  const { told, deadlineAt, shiftDays, notices } = file;
  const toldAt = told?.at ?? null;
  return {
    ...{ memberId: null, zone: file.zone ?? rules.zone, audience: 'person', toldAt, heardAt: toldAt },
    ...(toldAt === null ? { deadlineAt: null, shiftDays: 0 } : { deadlineAt, shiftDays }),
    notices: notices.filter(({ audience }) => !audience.startsWith('person:')),
  };
}

/** Who share a user share the day, each to its end where they are. */
function sharedDeadline(
  { deadlineAt, zone: toldIn }: CaseFile,
  zone: string,
  { office }: Rules,
): number | null {
  if (deadlineAt === null || toldIn === null || toldIn === zone) return deadlineAt;
  return closing(dayOf(deadlineAt - 1, toldIn), zone, office);
}
