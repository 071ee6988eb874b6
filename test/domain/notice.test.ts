import { describe, expect, test } from 'vitest';
import { firstHeldReason, HELD_REASONS, noticeKey } from '../../src/domain/notice.ts';
import { accountId, userId } from '../../src/domain/ram-user.ts';

const NOTICE = {
  accountId: accountId('1000000000000001'),
  userId: userId('2000000000000002'),
  caseId: 7,
  step: 'overdue',
  audience: 'person',
  occurrence: 3,
} as const;

describe('the key of a notice', () => {
  test('names account, user, case, step, audience and occurrence', () => {
    expect(noticeKey(NOTICE)).toBe('1000000000000001/2000000000000002/7/overdue/person/3');
  });

  test.each([
    { accountId: accountId('1000000000000003') },
    { userId: userId('2000000000000009') },
    { caseId: 8 },
    { step: 'thanks' },
    { audience: 'manager' },
    { occurrence: 4 },
  ] as const)('is another with %o', (change) => {
    expect(noticeKey({ ...NOTICE, ...change })).not.toBe(noticeKey(NOTICE));
  });
});

describe('why a notice is held', () => {
  test('nothing holds it', () => {
    expect(firstHeldReason(new Set())).toBeNull();
  });

  test('of several reasons the first is told', () => {
    expect(HELD_REASONS).toEqual([
      'messaging_off',
      'paused',
      'account_held',
      'exempt',
      'disputed',
      'could_not_read',
      'no_chat_credentials',
      'unmapped',
      'ambiguous',
      'unreachable',
      'daily_limit',
      'outside_hours',
    ]);
    for (const [index, reason] of HELD_REASONS.entries()) {
      expect(firstHeldReason(new Set(HELD_REASONS.slice(index).toReversed()))).toBe(reason);
    }
  });
});
