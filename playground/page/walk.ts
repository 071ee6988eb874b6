import type { View } from '../view.ts';

export const STEP_NAMES = ['start', 'read', 'enrol', 'remind', 'overdue', 'enforce'] as const;
export type StepName = (typeof STEP_NAMES)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
const REMINDER_DAY = 3;
/** The deadline is the end of working hours on the fourteenth. */
const OVERDUE_AFTER_DAYS = 14.5;

/** Which steps of the guide have been taken, by what is so now. */
export function stepsTaken(view: View, hasRead: boolean): ReadonlySet<StepName> {
  const { progress, clock, personas, accounts } = view;
  const people = [
    view.slack.people.find(({ id }) => id === personas.nudged.slack?.id),
    view.dingtalk.people.find(({ id }) => id === personas.nudged.dingtalk?.id),
  ];
  const theirs = people.flatMap((person) => person?.ramUsers ?? []);
  const hasEnrolled = accounts.some(({ accountId, users }) =>
    users.some(
      ({ userName, devices }) =>
        devices.length > 0 && theirs.some((one) => one.accountId === accountId && one.userName === userName),
    ),
  );
  const days = progress.startedAt === null ? 0 : (clock.at - progress.startedAt) / DAY_MS;
  const taken: Readonly<Record<StepName, boolean>> = {
    start: progress.startedAt !== null,
    read: hasRead,
    enrol: hasEnrolled,
    remind: days >= REMINDER_DAY - 1,
    overdue: days >= OVERDUE_AFTER_DAYS,
    enforce: progress.enforcements > 0,
  };
  return new Set(STEP_NAMES.filter((name) => taken[name]));
}
