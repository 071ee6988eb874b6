import type { EpochMs } from './clock.ts';
import { type CaseProgress, nextOccurrence, type PersonStep, type PlannedStep } from './ladder.ts';
import type { HeldReason } from './notice.ts';

/** Nobody is written to twice within this because an admin is in a hurry. */
const REMIND_AFTER_MS = 24 * 60 * 60 * 1000;

export type Reminder =
  | { readonly kind: 'again'; readonly step: PersonStep; readonly occurrence: number }
  /** The ladder has something to say by itself now: that is what goes out. */
  | { readonly kind: 'due'; readonly step: PersonStep }
  | { readonly kind: 'too_soon'; readonly lastAt: EpochMs }
  /** Nobody was told yet, or it is not known: the ladder goes on at this instant. */
  | { readonly kind: 'not_told'; readonly nextAt: EpochMs | null }
  | { readonly kind: 'held'; readonly because: HeldReason };

/** What an admin's wish to remind somebody comes to. The hour is no obstacle: it waits for the morning. */
export function remind(
  progress: CaseProgress,
  so: {
    readonly due: PlannedStep | null;
    readonly next: PlannedStep | null;
    /** When the person was last written to, whatever about. */
    readonly lastAt: EpochMs | null;
    readonly heldBecause: HeldReason | null;
    readonly now: EpochMs;
  },
): Reminder {
  const { due, next, lastAt, heldBecause, now } = so;
  if (lastAt !== null && now - lastAt < REMIND_AFTER_MS) return { kind: 'too_soon', lastAt };
  if (heldBecause !== null && heldBecause !== 'outside_hours') return { kind: 'held', because: heldBecause };
  if (due !== null) return { kind: 'due', step: due.step };
  const last = progress.said.findLast((one) => one.state === 'sent' && one.toPresentContact);
  if (progress.heardAt === null || last === undefined)
    return { kind: 'not_told', nextAt: next?.dueAt ?? null };
  const step = last.step === 'first' || last.step === 'regressed' ? 'reminder' : last.step;
  return { kind: 'again', step, occurrence: nextOccurrence(progress.said, step) };
}
