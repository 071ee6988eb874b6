import { ADMIN_ID, CORP_CN_ID } from '../../demo/people.ts';
import { bindDevice } from '../../demo/scenes/scene.ts';
import type { Stage } from '../../demo/stage.ts';
import type { View } from '../../playground/view.ts';

/** The moments that the pictures show, as everybody on the stage has them before the eyes. */
export interface Moments {
  /** The bot has just been started: the first messages are there. */
  readonly started: View;
  /** Past the deadline: some have enrolled, some are overdue. */
  readonly overdue: View;
}

/** What the people of the company do in the meantime. */
const ENROLMENTS: readonly (readonly [at: string, userName: string, accountId?: string])[] = [
  ['2026-03-04T11:00', 'kim.poe'],
  ['2026-03-06T15:00', 'jane.doe'],
  ['2026-03-09T16:00', 'chen.ming', CORP_CN_ID],
  ['2026-03-12T10:00', 'max.roe'],
  ['2026-03-16T14:00', 'li.lei'],
];
const DAY_AFTER_THE_DEADLINE = '2026-03-17T10:00';

export async function playStory(stage: Stage, look: () => View): Promise<Moments> {
  const admin = stage.hands('slack');
  const preview = await admin.say(ADMIN_ID, 'start');
  await admin.press(ADMIN_ID, preview, 'Start');
  const started = look();
  for (const [at, userName, accountId] of ENROLMENTS) {
    await stage.advanceTo(at);
    bindDevice(stage, userName, accountId === undefined ? {} : { accountId });
  }
  await stage.advanceTo(DAY_AFTER_THE_DEADLINE);
  return { started, overdue: look() };
}
