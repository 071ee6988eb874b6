import { expect, test } from 'vitest';
import type { Person } from '../../src/chat/chat.ts';
import { candidatesFor } from '../../src/contacts/candidates.ts';

const member = (displayName: string): Person => ({
  ...{ chat: 'slack', memberId: `U${displayName}`, displayName, timeZone: null, language: null },
});

const NAMES = ['Jane Doe', 'Jan Doe', 'John Dow', 'Wei Zhang', 'Ann', '李雷', '李磊', 'jane.smith'];

test.each([
  { user: 'jane.doe', are: ['Jane Doe', 'Jan Doe'] },
  { user: 'doe_jane', are: ['Jane Doe', 'Jan Doe'] },
  { user: 'DOE-JANE@corp.example', are: ['Jane Doe', 'Jan Doe'] },
  { user: 'zhang.wei', are: ['Wei Zhang'] },
  { user: 'wei.zhnag', are: ['Wei Zhang'] },
  { user: 'ann', are: ['Ann'] },
  { user: 'anm', are: [] },
  { user: 'li.lei', displayName: '李雷', are: ['李雷'] },
  { user: 'deploy', are: [] },
  { user: '...', are: [] },
])('$user', ({ user, displayName = '', are }) => {
  const found = candidatesFor({ userName: user, displayName }, NAMES.map(member), { denied: [] });
  expect(found.map((one) => one.displayName)).toEqual(are);
});

test('who said that it is not them is named no more', () => {
  const [jane, jan] = ['Jane Doe', 'Jan Doe'].map(member) as [Person, Person];
  const user = { userName: 'jane.doe', displayName: '' };
  expect(candidatesFor(user, [jane, jan], { denied: [jane] })).toEqual([jan]);
});

test('three at most', () => {
  const many = Array.from({ length: 10 }, (_, index) => ({ ...member('Jane Doe'), memberId: `U${index}` }));
  expect(candidatesFor({ userName: 'jane.doe', displayName: '' }, many, { denied: [] })).toHaveLength(3);
});
