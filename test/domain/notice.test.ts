import { describe, expect, test } from 'vitest';
import { identityOf, noticeKey } from '../../src/domain/notice.ts';
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

  test.each(['person', 'manager', 'person:U0/1'] as const)('tells again what it names: %s', (audience) => {
    expect(identityOf(noticeKey({ ...NOTICE, audience }))).toEqual({ ...NOTICE, audience });
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
