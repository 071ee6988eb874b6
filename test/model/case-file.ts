import { closing, dayOf, type Office, openDay, opening, plusDays, twoDaysOn } from './calendar.ts';

const LADDER = ['first', 'regressed', 'reminder', 'warning', 'deadline', 'overdue'] as const;
export type Step = (typeof LADDER)[number] | 'thanks' | 'exemption_expiring' | 'lost_phone';

/** Whether it is one of the ladder's. */
export const isOfLadder = ({ step }: Notice) => (LADDER as readonly Step[]).includes(step);

/** Of several who share a user the first is the person, each other one has a name of their own. */
export type Addressee = 'person' | 'owner' | `person:${string}`;

/** One thing said to one person, or to be said. */
export interface Notice {
  readonly step: Step;
  readonly audience: Addressee | 'manager';
  readonly occurrence: number;
  state: 'planned' | 'sent' | 'failed' | 'unknown' | 'cancelled';
  because: 'superseded' | 'no_longer_true' | 'no_recipient' | null;
  /** When it was last tried, or else planned. */
  at: number;
  readonly recipients: string[];
  /** The deadline it told. */
  deadlineAt: number | null;
  retryAt: number | null;
  /** Since when the clock ran within which it was said; null: none did. */
  clockSince: number | null;
  failedOn: number | null;
  readonly plannedAt: number;
  /** Said once more: put off by the person, because an admin wants it, or since an exemption is over. */
  again: 'snoozed' | 'reminded' | 'exemption_ended' | null;
  /** Of what is said once more. */
  dueAt: number;
}

export interface CaseFile {
  readonly userKey: string;
  /** The user's first, second, … */
  readonly ordinal: number;
  /** In the order of opening, over all users. */
  readonly sequence: number;
  readonly openedAt: number;
  readonly regressed: boolean;
  closed: { readonly at: number; readonly because: string } | null;
  told: { readonly at: number; readonly memberId: string } | null;
  zone: string | null;
  deadlineAt: number | null;
  shiftDays: number;
  isUnreadable: boolean;
  readonly notices: Notice[];
}

export interface Rules {
  readonly zone: string;
  /** Minutes after midnight, in `zone`. */
  readonly auditAt: number;
  readonly reminder: number;
  readonly warning: number;
  readonly deadline: number;
  readonly office: Office;
  readonly firstsPerDay: number;
  readonly messaging: boolean;
}

const DAY_MS = 86_400_000;

/** A silence is over, or gives way to another that lasts: its whole days are given back, once. */
export function giveBack(
  file: CaseFile,
  silence: { readonly from: number; readonly to: number },
  rules: Rules,
): void {
  if (file.told === null) return;
  const from = Math.max(silence.from, file.told.at);
  const days = Math.max(0, Math.ceil((silence.to - from) / DAY_MS));
  file.shiftDays += days;
  if (file.deadlineAt === null) return;
  const zone = file.zone ?? rules.zone;
  for (const one of days === 0 ? [] : file.notices) {
    const morning = openDay(plusDays(dayOf(one.dueAt, zone), days), rules.office);
    if (one.again !== null && one.state === 'planned') one.dueAt = opening(morning, zone, rules.office);
  }
  const day = openDay(plusDays(dayOf(file.deadlineAt - 1, zone), days), rules.office);
  file.deadlineAt = Math.max(closing(day, zone, rules.office), twoDaysOn(silence.to, zone, rules.office));
}
