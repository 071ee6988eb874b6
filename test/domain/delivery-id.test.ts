import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deliveryIdOf,
  ownIdOf,
  saidOfPresentCase,
  sameAs,
  type ToldNotice,
  toldBy,
  userMark,
} from '../../src/domain/delivery-id.ts';
import { LADDER_STEPS, type NoticeStep } from '../../src/domain/notice.ts';
import { accountId, userId } from '../../src/domain/ram-user.ts';

const USER = { accountId: accountId('1000000000000001'), userId: userId('2000000000000002') };

const told = (step: NoticeStep, more: Partial<ToldNotice> = {}): ToldNotice => ({
  user: userMark(USER),
  step,
  isToManager: false,
  occurrence: 1,
  deadlineAt: null,
  againBecause: null,
  ...more,
});

const anyNotice = fc.record({
  user: fc
    .bigInt({ min: 0n, max: 10n ** 16n })
    .map((id) => userMark({ ...USER, userId: userId(String(id)) })),
  step: fc.constantFrom(...LADDER_STEPS, 'regressed', 'thanks', 'exemption_expiring'),
  isToManager: fc.boolean(),
  occurrence: fc.integer({ min: 1, max: 999_999 }),
  deadlineAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 })),
  againBecause: fc.option(fc.constantFrom('snoozed', 'reminded', 'exemption_ended')),
});

test('what an id tells can be read from it, and taken off', () => {
  fc.assert(
    fc.property(fc.array(anyNotice, { maxLength: 20 }), (notices) => {
      const id = deliveryIdOf('0123456789abcdef', notices as ToldNotice[]);
      expect(toldBy(id)).toEqual(notices);
      expect(ownIdOf(id)).toBe('0123456789abcdef');
      expect(toldBy(ownIdOf(id))).toEqual([]);
    }),
  );
});

test.each([
  '',
  'preview-0123',
  ':',
  'a:b.c.d',
  `a:${userMark(USER)}.second.p.1..`,
  `a:${userMark(USER)}.first.p.1.${'9'.repeat(11)}.`,
])('nothing is read from %j', (id) => {
  expect(toldBy(id)).toEqual([]);
});

test('names neither account nor user', () => {
  const id = deliveryIdOf('0123', [told('first')]);
  expect(id).not.toMatch(new RegExp(`${USER.accountId}|${USER.userId}`));
});

describe('of what was said, what belongs to the case as it is now', () => {
  test.each<{ name: string; said: readonly ToldNotice[]; expected: readonly NoticeStep[] }>([
    {
      name: 'all of it, without what a manager was told',
      said: [told('first'), told('warning'), told('warning', { isToManager: true })],
      expected: ['first', 'warning'],
    },
    { name: 'nothing before thanks', said: [told('first'), told('thanks')], expected: [] },
    {
      name: 'what followed a lost device',
      said: [told('first'), told('regressed'), told('reminder')],
      expected: ['regressed', 'reminder'],
    },
    {
      name: 'also where the first words after that were put off',
      said: [told('regressed'), told('regressed', { occurrence: 2, againBecause: 'snoozed' })],
      expected: ['regressed', 'regressed'],
    },
    { name: 'nothing that is no step', said: [told('enforced'), told('first')], expected: ['first'] },
  ])('$name', ({ said, expected }) => {
    expect(saidOfPresentCase(said).map(({ step }) => step)).toEqual(expected);
  });
});

describe('the same was said', () => {
  const notice = (step: NoticeStep, audience: 'person' | 'manager' = 'person') =>
    ({ step, audience, occurrence: 1 }) as const;

  test('by that step, to that kind of reader, for the same time', () => {
    const said = [told('enforced'), told('warning', { isToManager: true })];
    expect(sameAs(said, notice('enforced'))).toBe(said[0]);
    expect(sameAs(said, notice('warning', 'manager'))).toBe(said[1]);
    expect(sameAs(said, { ...notice('enforced'), occurrence: 2 })).toBeNull();
    expect(sameAs(said, notice('warning'))).toBeNull();
  });

  test('thanks, unless more was asked for since', () => {
    expect(sameAs([told('first'), told('thanks')], notice('thanks'))?.step).toBe('thanks');
    expect(sameAs([told('thanks'), told('regressed')], notice('thanks'))).toBeNull();
  });
});
