import type { EpochMs } from '../domain/clock.ts';
import type { Finding } from '../domain/finding.ts';
import { deadlineToldBy, type PersonStep } from '../domain/ladder.ts';
import type { Language, Message } from '../domain/message.ts';
import { LADDER_STEPS } from '../domain/notice.ts';
import type { NudgedUser } from '../domain/texts/layouts/nudge.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { userLabel } from '../store/labels.ts';
import type { CaseOutlook, OutreachPolicy } from './outlook.ts';
import { signInUrl } from './sign-in-link.ts';

/** A case whose step is due, with what its message tells about it. */
export interface DueCase {
  readonly outlook: CaseOutlook;
  readonly finding: Finding;
  readonly deadlineAt: EpochMs;
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
  return { outlook, finding, deadlineAt: deadlineToldBy(plan.due, progress, { ...rule, skippedSteps }) };
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
  return textsFor(language).notice.nudge({
    step: stepOf(cases),
    users: cases.map((one) => nudgedUser(one, policy)),
    site: policy.site,
    securityContact: policy.securityContact,
    complete: due.some((planned) => planned.complete),
  });
}

function nudgedUser({ outlook, finding, deadlineAt }: DueCase, policy: OutreachPolicy): NudgedUser {
  const { user, account, progress } = outlook;
  return {
    ...userLabel(user, account),
    reason: finding.reason === 'required_but_not_bound' ? 'required_but_not_bound' : 'no_device',
    signInUrl: signInUrl(policy.site, account),
    mayManageOwnDevice: account.mayUsersManageDevices,
    deadline: { at: deadlineAt, zone: progress.zone },
  };
}
