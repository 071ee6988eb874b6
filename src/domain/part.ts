import { CHAT_NAMES, type ChatName } from './chats.ts';
import type { EpochMs } from './clock.ts';
import { type AccountId, accountId } from './ram-user.ts';

/** What the bot is made of, as far as it can stop working by itself. */
export type PartName =
  | `account:${AccountId}`
  | ChatName
  | `quota:${ChatName}`
  | 'enforcement'
  | 'database'
  | 'clock';

/** What a part's name says. */
export type PartKind =
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'chat' | 'quota'; readonly chat: ChatName }
  | { readonly kind: 'enforcement' | 'database' | 'clock' };

export function partKind(name: PartName): PartKind {
  switch (name) {
    case 'enforcement':
    case 'database':
    case 'clock':
      return { kind: name };
  }
  const chat = CHAT_NAMES.find((one) => name === one || name === `quota:${one}`);
  if (chat !== undefined) return { kind: name === chat ? 'chat' : 'quota', chat };
  return { kind: 'account', accountId: accountId(name.slice('account:'.length)) };
}

/** What of a part can fail on its own; the first that fails, in this order, gives the code. `whole` = it has one aspect. */
const ASPECTS = ['connection', 'sending', 'lookup', 'whole'] as const;
export type Aspect = (typeof ASPECTS)[number];
export type ChatAspect = Exclude<Aspect, 'whole'>;

export interface AspectName {
  readonly part: PartName;
  readonly aspect: Aspect;
}

/** What was last seen of one aspect. */
export interface AspectRecord extends AspectName {
  readonly workedAt: EpochMs | null;
  /** The first failure since it last worked; null: it works. */
  readonly failedSince: EpochMs | null;
  /** The latest failure. */
  readonly failedAt: EpochMs | null;
  /** An administrator has to act: it is not waited for. */
  readonly isPermanent: boolean;
  /** What shows that it works again; null while it works. */
  readonly clearedBy: ClearedBy | null;
  /** The vendor's code, or the network's. */
  readonly code: string | null;
}

/** A check that changes nothing, whatever is delivered next, or a message that reaches a person. */
const CLEARED_BY = ['check', 'delivery', 'person'] as const;
export type ClearedBy = (typeof CLEARED_BY)[number];

/** One look, or one try: it worked, or not. */
export type Sighting =
  | { readonly kind: 'worked'; readonly at: EpochMs }
  | {
      readonly kind: 'failed';
      readonly at: EpochMs;
      readonly code: string;
      readonly isPermanent: boolean;
      readonly clearedBy: ClearedBy;
    };

export function afterSighting(
  known: AspectRecord | null,
  { part, aspect }: AspectName,
  sighting: Sighting,
): AspectRecord {
  const { at } = sighting;
  if (sighting.kind === 'worked') {
    return { part, aspect, ...WORKS, workedAt: at };
  }
  const { code, isPermanent, clearedBy } = sighting;
  const workedAt = known?.workedAt ?? null;
  const failedSince = known?.failedSince ?? at;
  return { part, aspect, workedAt, failedSince, failedAt: at, isPermanent, clearedBy, code };
}

const WORKS = { failedSince: null, failedAt: null, isPermanent: false, clearedBy: null, code: null } as const;

/** Nothing got through for this long: whatever the reason, it has stopped. */
const SILENT_FOR_MS = 10 * 60_000;
/** Tried only when somebody is to be told or looked up: one failure in the evening is no silence until the morning. */
const TRIED_ON_DEMAND: ReadonlySet<Aspect> = new Set(['sending', 'lookup']);

/** Refused for good, or nothing got through for ten minutes. */
export function isAspectFailing(record: AspectRecord, now: EpochMs): boolean {
  const { aspect, failedSince, failedAt, isPermanent } = record;
  if (failedSince === null || failedAt === null) return false;
  const seenUntil = TRIED_ON_DEMAND.has(aspect) ? failedAt : now;
  return isPermanent || seenUntil - failedSince >= SILENT_FOR_MS;
}

export type PartState =
  | { readonly part: PartName; readonly status: 'working' }
  | {
      readonly part: PartName;
      readonly status: 'failing';
      readonly aspect: Aspect;
      readonly since: EpochMs;
      readonly code: string;
    };

/** A part fails when one of its aspects does. Sorted by name. */
export function partStates(records: readonly AspectRecord[], now: EpochMs): readonly PartState[] {
  const parts = Map.groupBy(records, (record) => record.part);
  return [...parts]
    .map(([part, aspects]) => partState(part, aspects, now))
    .toSorted((a, b) => a.part.localeCompare(b.part));
}

function partState(part: PartName, aspects: readonly AspectRecord[], now: EpochMs): PartState {
  const failing = aspects
    .filter((record) => isAspectFailing(record, now))
    .toSorted((a, b) => ASPECTS.indexOf(a.aspect) - ASPECTS.indexOf(b.aspect));
  const [first] = failing;
  if (first === undefined) return { part, status: 'working' };
  const since = Math.min(...failing.map((record) => record.failedSince ?? now));
  return { part, status: 'failing', aspect: first.aspect, since, code: first.code ?? 'unknown' };
}

/** That admins were told, or are to be told once there is a way: one for each time a part fails. */
export interface Alarm {
  readonly part: PartName;
  readonly since: EpochMs;
  readonly raisedAt: EpochMs;
  readonly endedAt: EpochMs | null;
}

export interface AlarmNews {
  /** Failing, and not told yet. */
  readonly failed: readonly Extract<PartState, { status: 'failing' }>[];
  /** Told as failing, and working again. */
  readonly works: readonly Alarm[];
}

const SAME_PART_EVERY_MS = 60 * 60_000;

/** What admins are to be told now: each part once when it fails, the same one at most once an hour, and once when it works again. */
export function alarmNews(
  states: readonly PartState[],
  /** The latest of each part. */
  alarms: readonly Alarm[],
  now: EpochMs,
): AlarmNews {
  const latest = new Map(alarms.map((alarm) => [alarm.part, alarm]));
  const failing = states.filter((state) => state.status === 'failing');
  const failingParts = new Set(failing.map(({ part }) => part));
  return {
    failed: failing.filter(({ part }) => {
      const last = latest.get(part);
      return last === undefined || (last.endedAt !== null && now - last.raisedAt >= SAME_PART_EVERY_MS);
    }),
    works: alarms.filter(({ part, endedAt }) => endedAt === null && !failingParts.has(part)),
  };
}
