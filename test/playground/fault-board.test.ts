import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_ID } from '../../demo/people.ts';
import { type Stage, setStage } from '../../demo/stage.ts';
import { FaultBoard } from '../../playground/fault-board.ts';

const WITHIN_MS = 120_000;

/** What each switch does to the stage, on and off again; the bot has been started. */
describe('a switch on the board', () => {
  let stage: Stage;
  let board: FaultBoard;

  beforeAll(async () => {
    stage = await setStage({ chats: ['slack', 'dingtalk'] });
    board = new FaultBoard(stage);
    await stage.advanceTo(stage.clock.now());
    const admin = stage.hands('slack');
    await admin.press(ADMIN_ID, await admin.say(ADMIN_ID, 'start'), 'Start');
  }, WITHIN_MS);
  afterAll(() => stage.stop());

  const isOn = (name: string) => board.state.find((one) => one.name === name)?.isOn;
  const throttledByAlibaba = () =>
    stage.alibaba.requests.entries.filter(({ code }) => code === 'Throttling.User').length;
  const refusedBy = (chat: 'slack' | 'dingtalk', code: string) =>
    stage[chat].requests.filter(({ error }) => error?.includes(code)).length;
  const audit = () => stage.hands('slack').answers(ADMIN_ID, 'audit', 2);

  test(
    'Alibaba Cloud throttles, and the audit asks again',
    async () => {
      board.switch('alibaba_throttles', true);
      await audit();
      const count = throttledByAlibaba();
      expect([isOn('alibaba_throttles'), count > 0]).toEqual([true, true]);
      board.switch('alibaba_throttles', false);
      await audit();
      expect([isOn('alibaba_throttles'), throttledByAlibaba()]).toEqual([false, count]);
    },
    WITHIN_MS,
  );

  // What each chat's channel has been told by then.
  const digests = (chat: 'slack' | 'dingtalk') => stage.hands(chat).channelMessages().length;

  test.each([
    ['slack', 'slack_token_revoked', 'token_revoked', ['2026-03-03T10:00', '2026-03-04T10:00']],
    [
      'dingtalk',
      'dingtalk_secret_reset',
      'invalidClientIdOrSecret',
      ['2026-03-05T10:00', '2026-03-06T10:00'],
    ],
  ] as const)(
    'without its credentials in %s the bot says nothing there, and with them again it does',
    async (chat, fault, code, [during, after]) => {
      const before = digests(chat);
      board.switch(fault, true);
      await stage.advanceTo(during);
      expect(refusedBy(chat, code)).toBeGreaterThan(0);
      expect(digests(chat)).toBe(before);
      board.switch(fault, false);
      await stage.advanceTo(after);
      expect(digests(chat)).toBeGreaterThan(before);
    },
    WITHIN_MS,
  );

  test(
    'whoever is refused gets nothing, whoever a chat asks patience for gets it in the end',
    async () => {
      const before = countMessages(stage);
      const switches = [
        'slack_throttles',
        'slack_person_refused',
        'dingtalk_throttles',
        'dingtalk_person_refused',
      ] as const;
      for (const fault of switches) board.switch(fault, true);
      await stage.advanceTo('2026-03-09T12:00');
      const warned = countMessages(stage);
      expect([warned.jane, warned.wangfang]).toEqual([before.jane, before.wangfang]);
      expect([warned.tom, warned.chenming]).toEqual([before.tom + 1, before.chenming + 1]);
      expect(refusedBy('slack', 'rate_limited')).toBeGreaterThan(0);
      expect(refusedBy('dingtalk', 'QpsLimit')).toBeGreaterThan(0);
      for (const fault of switches) board.switch(fault, false);
      expect(board.state.filter((one) => one.isOn)).toEqual([]);
      await stage.advanceTo('2026-03-16T12:00');
      expect(countMessages(stage).jane).toBeGreaterThan(before.jane);
      expect(countMessages(stage).wangfang).toBeGreaterThan(before.wangfang);
    },
    WITHIN_MS,
  );
});

function countMessages(stage: Stage) {
  const [slack, dingtalk] = [stage.hands('slack'), stage.hands('dingtalk')];
  return {
    jane: slack.messagesTo('U0JANE').length,
    tom: slack.messagesTo('U0TOM').length,
    wangfang: dingtalk.messagesTo('wangfang').length,
    chenming: dingtalk.messagesTo('chenming').length,
  };
}
