import { digestInDingtalk, firstMessagesInDingtalk, warningsInDingtalk } from './scenes/dingtalk.ts';
import { enforcement, record, refusals, undoing } from './scenes/enforcement.ts';
import { askingForOneself, berlinMorning, firstLook, firstMessages, start } from './scenes/first-day.ts';
import {
  deadline,
  enrolment,
  namesInTheDigest,
  overdue,
  reminders,
  throttledAudit,
  warnings,
} from './scenes/follow-up.ts';
import type { Scene } from './scenes/scene.ts';
import { sums } from './scenes/sums.ts';
import { allIsMended, threeThingsBreak, whatAdminsHear, whatTheLeadReads } from './scenes/trouble.ts';

/** From the first look to the day after the deadline: fifteen days of one company, as its people see them. */
const SCENES: readonly Scene[] = [
  firstLook,
  start,
  firstMessages,
  firstMessagesInDingtalk,
  berlinMorning,
  askingForOneself,
  enrolment,
  reminders,
  throttledAudit,
  warnings,
  warningsInDingtalk,
  refusals,
  namesInTheDigest,
  digestInDingtalk,
  deadline,
  overdue,
  enforcement,
  undoing,
  record,
  sums,
];

/** What each of them sees when the bot itself is in trouble. */
const TROUBLE: readonly Scene[] = [threeThingsBreak, whatAdminsHear, whatTheLeadReads, allIsMended];

/** By the word that asks for it. */
export const STORIES: ReadonlyMap<string, readonly Scene[]> = new Map([
  ['company', SCENES],
  ['trouble', TROUBLE],
]);
