import type { Hands } from '../../demo/hands.ts';
import { ACCOUNT, ADMIN, type Company, OTHER_ADMIN, userNameOf } from './company.ts';

/** What people can do and see. */
interface Scene {
  readonly hands: Hands;
  readonly company: Company;
  query<T>(statement: string): Promise<readonly T[]>;
}

/** Done at an hour; done again after a kill where nothing of it is seen. */
export type Act = (scene: Scene) => Promise<void>;

const PHONE = { type: 'VMFA' } as const;

export const release: Act = async (scene) => {
  const released = await scene.query('select 1 from hold where ended_at is not null');
  if (released.length === 0) await confirmed(scene, 'start');
};

export const pause: Act = async ({ query, hands }) => {
  if ((await query('select 1 from pause')).length === 0) await hands.say(ADMIN, 'pause');
};

export const startAgain: Act = async (scene) => {
  const paused = await scene.query('select 1 from pause where ended_at is null');
  if (paused.length > 0) await confirmed(scene, 'start');
};

export function askForExemption(memberId: string, until: string): Act {
  return async ({ query, hands }) => {
    if ((await query('select 1 from exemption')).length > 0) return;
    await hands.say(ADMIN, `exempt ${userNameOf(memberId)} ${until} the new phone is ordered`);
  };
}

export const approve: Act = async ({ query, hands }) => {
  const [asked] = await query<{ code: string }>(`select code from exemption where state = 'requested'`);
  if (asked !== undefined) await hands.say(OTHER_ADMIN, `approve ${asked.code}`);
};

/** Once the reminder is there, and unless the life before noted it. */
export function putOff(memberId: string): Act {
  return async ({ query, hands }) => {
    const said = await query<{ againBecause: string | null }>(
      `select again_because from notice where step = 'reminder' and
        (again_because = 'snoozed' or (state = 'sent' and recipient = '${memberId}'))`,
    );
    if (said.length > 0 && said.every(({ againBecause }) => againBecause === null))
      await hands.say(memberId, `later ${userNameOf(memberId)}`);
  };
}

export function enrol(memberId: string): Act {
  return async ({ company }) => {
    company.alibaba.account(ACCOUNT).user(userNameOf(memberId)).mfaDevice = PHONE;
  };
}

export function enforce(memberIds: readonly string[]): Act {
  return async (scene) => {
    const account = scene.company.alibaba.account(ACCOUNT);
    const underWay = await scene.query(`select 1 from enforcement where state in ('confirmed', 'applying')`);
    const left = memberIds
      .map(userNameOf)
      .filter((name) => account.user(name).loginProfile?.mfaBindRequired !== true);
    if (underWay.length === 0 && left.length > 0) await confirmed(scene, `enforce ${left.join(' ')}`);
  };
}

async function confirmed({ hands }: Scene, words: string): Promise<void> {
  const question = await hands.say(ADMIN, words);
  const button = question.buttons.find(({ command }) => command.startsWith('confirm '));
  // Nothing is left to be confirmed where it was done in the life before.
  if (button !== undefined) await hands.press(ADMIN, question, button.label);
}
