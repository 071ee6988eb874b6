import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextWorkingMorning } from '../../playground/clock-moves.ts';
import { type Playground, startPlayground } from '../../playground/playground.ts';
import type { SlackMessage, View } from '../../playground/view.ts';
import { type Visitor, visit } from './visitor.ts';

const WITHIN_MS = 120_000;
const CORP = '1234567890123456';

const inSlack = (view: View, id: string) => view.slack.people.find((one) => one.id === id)?.messages ?? [];
const inDingtalk = (view: View, id: string) =>
  view.dingtalk.people.find((one) => one.id === id)?.messages ?? [];
const localTime = ({ clock }: View) =>
  DateTime.fromMillis(clock.at, { zone: clock.timeZone }).toFormat('ccc d LLL HH:mm');

function buttonIn(message: SlackMessage | undefined): string {
  const [actions] = message?.blocks.filter(({ type }) => type === 'actions') ?? [];
  const [button] = (actions?.elements ?? []) as { readonly action_id: string }[];
  if (button === undefined) throw new Error('There is no button');
  return button.action_id;
}

/** One day after the other on one stage: each test goes on where the one before ended. */
describe('on the stage', () => {
  let playground: Playground;
  let visitor: Visitor;
  const command = (memberId: string, text: string) =>
    visitor.act({ kind: 'slack_command', memberId, place: 'direct', text });
  const press = (memberId: string, message: SlackMessage | undefined) =>
    visitor.act({
      kind: 'slack_press',
      memberId,
      ts: message?.ts ?? '',
      actionId: buttonIn(message),
      answer: 'confirm',
    });

  beforeAll(async () => {
    playground = await startPlayground(0);
    visitor = await visit(playground.url);
  }, WITHIN_MS);
  afterAll(async () => {
    visitor.leave();
    await playground.stop();
  });

  test('the first morning: both channels have the digest, nobody was written to, nothing falls due', async () => {
    const { view } = visitor;
    expect(view.slack.channels[0]?.messages).toHaveLength(1);
    expect(view.dingtalk.groups[0]?.messages).toHaveLength(1);
    for (const { messages } of [...view.slack.people, ...view.dingtalk.people]) expect(messages).toEqual([]);
    expect(await visitor.act({ kind: 'move_clock', move: 'next_step' })).toEqual({
      kind: 'nothing_due',
      because: 'not_started',
    });
    expect(localTime(visitor.view)).toBe('Mon 2 Mar 09:40');
  });

  test(
    'an admin starts it, and people in both chats are written to',
    async () => {
      expect(await command('U0ADMIN', 'start')).toEqual({ kind: 'done' });
      const asked = await visitor.until((view) => inSlack(view, 'U0ADMIN').length === 1);
      expect(await press('U0ADMIN', inSlack(asked, 'U0ADMIN')[0])).toEqual({ kind: 'done' });
      const view = await visitor.until(
        (now) => inSlack(now, 'U0JANE').length === 1 && inDingtalk(now, 'wangfang').length === 1,
      );
      expect(view.progress.startedAt).not.toBeNull();
      expect(inSlack(view, 'U0SAM')).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'two acts at once are done one after the other',
    async () => {
      const outcomes = await Promise.all([command('U0OMAR', ''), command('U0EVE', '')]);
      expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
      await visitor.until(
        (view) => inSlack(view, 'U0OMAR').length === 1 && inSlack(view, 'U0EVE').length === 1,
      );
    },
    WITHIN_MS,
  );

  test(
    'the next step is the Berlin morning, when Sam is written to',
    async () => {
      expect(await visitor.act({ kind: 'move_clock', move: 'next_step' })).toEqual({ kind: 'done' });
      const view = await visitor.until((now) => inSlack(now, 'U0SAM').length === 1);
      expect(localTime(view)).toBe('Mon 2 Mar 16:30');
    },
    WITHIN_MS,
  );

  test(
    'hours and working days',
    async () => {
      await visitor.act({ kind: 'move_clock', move: 'next_hour' });
      await visitor.until((view) => localTime(view) === 'Mon 2 Mar 17:30');
      await visitor.act({ kind: 'move_clock', move: 'next_working_day' });
      await visitor.until((view) => localTime(view) === 'Tue 3 Mar 09:30');
    },
    WITHIN_MS,
  );

  test(
    'a device bound in the console is seen, and removed again',
    async () => {
      const jane = { accountId: CORP, userName: 'jane.doe' };
      const devices = (view: View) =>
        view.accounts[0]?.users.find(({ userName }) => userName === 'jane.doe')?.devices;
      for (const device of ['passkey', 'security_key', 'virtual'] as const) {
        await visitor.act({ kind: 'bind_device', ...jane, device });
        await visitor.until((view) => devices(view)?.includes(device) === true);
        if (device !== 'virtual') await visitor.act({ kind: 'remove_devices', ...jane });
      }
      await visitor.until((view) => devices(view)?.join() === 'virtual');
      await press('U0JANE', inSlack(visitor.view, 'U0JANE')[0]);
      // Her first message is changed where it stands, the answer is for her alone, and she is thanked.
      await visitor.until((view) => {
        const [asking, ...more] = inSlack(view, 'U0JANE');
        return asking?.editedTs !== null && more.length === 2;
      });
    },
    WITHIN_MS,
  );

  test(
    'in DingTalk a link under the message says what is in it',
    async () => {
      const [message] = inDingtalk(visitor.view, 'wangfang');
      const link = message?.links.find(({ kind }) => kind === 'send_message');
      const follow = {
        kind: 'dingtalk_follow',
        userId: 'wangfang',
        place: 'direct',
        messageId: message?.id ?? '',
      } as const;
      expect(await visitor.act({ ...follow, label: link?.label ?? '' })).toEqual({ kind: 'done' });
      const view = await visitor.until((now) => inDingtalk(now, 'wangfang').length === 3);
      expect(inDingtalk(view, 'wangfang').map(({ author }) => author)).toEqual([null, 'wangfang', null]);
      expect(await visitor.act({ ...follow, label: 'nothing' })).toEqual({ kind: 'not_there' });
    },
    WITHIN_MS,
  );

  test(
    'in a group the robot answers whoever mentions it',
    async () => {
      const place = visitor.view.dingtalk.groups[0]?.id ?? '';
      const count = visitor.view.dingtalk.groups[0]?.messages.length ?? 0;
      expect(
        await visitor.act({ kind: 'dingtalk_say', userId: 'sunli', place, text: '/mfa status' }),
      ).toEqual({ kind: 'done' });
      const view = await visitor.until((now) => now.dingtalk.groups[0]?.messages.length === count + 2);
      expect(view.dingtalk.groups[0]?.messages.at(-2)?.text).toBe('@MFA /mfa status');
    },
    WITHIN_MS,
  );

  test.each([
    ['a person', { kind: 'slack_command', memberId: 'U0NOBODY', place: 'direct', text: '' }],
    ['a channel', { kind: 'slack_command', memberId: 'U0JANE', place: 'C0SECURITY', text: '' }],
    ['a message', { kind: 'slack_press', memberId: 'U0JANE', ts: '1.0', actionId: 'x', answer: 'confirm' }],
    ['a RAM user', { kind: 'remove_devices', accountId: CORP, userName: 'nobody' }],
    ['an account', { kind: 'remove_devices', accountId: '1', userName: 'jane.doe' }],
  ] as const)('%s that is not there changes nothing', async (_what, act) => {
    expect(await visitor.act(act)).toEqual({ kind: 'not_there' });
  });

  test(
    'all over again',
    async () => {
      await visitor.act({ kind: 'switch_fault', fault: 'alibaba_throttles', isOn: true });
      expect(await visitor.act({ kind: 'start_over' })).toEqual({ kind: 'done' });
      const view = await visitor.until((now) => localTime(now) === 'Mon 2 Mar 09:40');
      expect(view.progress.startedAt).toBeNull();
      expect(view.faults.filter(({ isOn }) => isOn)).toEqual([]);
    },
    WITHIN_MS,
  );
});

test.each([
  ['before work', '2026-03-02T07:00', '2026-03-02T09:30'],
  ['as work begins', '2026-03-02T09:30', '2026-03-03T09:30'],
  ['a Friday', '2026-03-06T10:00', '2026-03-09T09:30'],
  ['a Saturday', '2026-03-07T08:00', '2026-03-09T09:30'],
])('the next working morning: %s', (_when, now, morning) => {
  const zone = { zone: 'Asia/Shanghai' };
  expect(nextWorkingMorning(DateTime.fromISO(now, zone)).toISO()).toBe(
    DateTime.fromISO(morning, zone).toISO(),
  );
});
