import type { EpochMs } from '../domain/clock.ts';
import { unusedSince } from '../domain/console-use.ts';
import type { Finding } from '../domain/finding.ts';
import { deadlineToldBy, type PersonStep } from '../domain/ladder.ts';
import type { Language, Message } from '../domain/message.ts';
import { LADDER_STEPS } from '../domain/notice.ts';
import { isSnoozable } from '../domain/snooze.ts';
import type { NudgedUser } from '../domain/texts/layouts/nudge.ts';
import { seenFrom } from '../domain/texts/layouts/seen-from.ts';
import { textsFor } from '../domain/texts/texts.ts';
import type { WitnessedEvent } from '../domain/witness.ts';
import { userLabel } from '../store/labels.ts';
import type { CaseOutlook, OutreachPolicy } from './outlook.ts';
import { signInUrl } from './sign-in-link.ts';

/** A case whose step is due, with what its message tells about it. */
export interface DueCase {
  readonly outlook: CaseOutlook;
  readonly finding: Finding;
  readonly deadlineAt: EpochMs;
  readonly isAhead: boolean;
  /** Of a login that nobody seems to use. */
  readonly unusedSince: EpochMs | null;
  /** Looked up seconds before it is said: nowhere else is it told from where somebody signed in. */
  readonly lastUse: WitnessedEvent | null;
}

/** The deadline that goes with a step said now. */
export function dueCase(
  outlook: CaseOutlook,
  finding: Finding,
  rule: { policy: OutreachPolicy; now: EpochMs },
): DueCase {
  const { plan, progress } = outlook;
  if (plan.due === null) throw new Error('Nothing is due for this case');
  const { skippedSteps } = plan;
  const deadlineAt = deadlineToldBy(plan.due, progress, { ...rule, skippedSteps });
  return {
    ...{ outlook, finding, deadlineAt },
    isAhead: deadlineAt > rule.now,
    unusedSince: unusedSince(outlook.user.consoleUse, rule.now),
    lastUse: null,
  };
}

const URGENCY: readonly PersonStep[] = ['first', 'regressed', ...LADDER_STEPS.slice(1)];

/** The most urgent step among them. */
export function stepOf(cases: readonly DueCase[]): PersonStep {
  const due = cases.flatMap(({ outlook }) => outlook.plan.due ?? []);
  return URGENCY.findLast((one) => due.some((planned) => planned.step === one)) ?? 'first';
}

/** One message for one person, a line per account. */
export function nudgeMessage(
  cases: readonly DueCase[],
  rule: { readonly policy: OutreachPolicy; readonly language: Language },
): Message {
  const { policy, language } = rule;
  const due = cases.flatMap(({ outlook }) => outlook.plan.due ?? []);
  const texts = textsFor(language).notice;
  const message = texts.nudge({
    step: stepOf(cases),
    users: cases.map((one) => nudgedUser(one, policy)),
    site: policy.site,
    securityContact: policy.securityContact,
    complete: due.some((planned) => planned.complete),
    mayPutOff: cases.some(
      ({ outlook }) => outlook.plan.due !== null && isSnoozable(outlook.plan.due, outlook.progress),
    ),
    wasPutOff: due.some((planned) => planned.againBecause === 'snoozed'),
    wasExempt: cases.some(({ outlook }) => outlook.endsExemption),
  });
  return texts.withInfoPage({ message, url: policy.infoUrl });
}

function nudgedUser(
  { outlook, finding, deadlineAt, isAhead, unusedSince: since, lastUse }: DueCase,
  policy: OutreachPolicy,
): NudgedUser {
  const { user, account, progress, standing } = outlook;
  return {
    ...userLabel(user, account),
    reason: finding.reason === 'required_but_not_bound' ? 'required_but_not_bound' : 'no_device',
    signInUrl: signInUrl(policy.site, account),
    mayManageOwnDevice: account.mayUsersManageDevices,
    deadline: { at: deadlineAt, zone: progress.zone },
    isAhead,
    unusedSince: since === null ? null : { at: since, zone: progress.zone },
    usedWithoutMfa: lastUse && seenFrom(lastUse, progress.zone),
    standing,
  };
}
