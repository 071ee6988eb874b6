import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workOnAccounts } from '../../src/audit/accounts-under-way.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const accounts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ accountId: accountId(String(index)) }));

/** Lists so many users in each account at once; each is then worked on until it is let go. */
function begin(count: number, usersEach: number | null) {
  const letGo = new Map<string, () => void>();
  const done = workOnAccounts({
    readers: accounts(count),
    atATime: 10,
    work: async ({ accountId: id }, onProgress) => {
      const ended = Promise.withResolvers<void>();
      letGo.set(id, ended.resolve);
      if (usersEach !== null) onProgress({ accountId: id, usersRead: 0, usersListed: usersEach });
      await ended.promise;
      return id;
    },
  });
  return { letGo, done };
}

/** How many are under way once nothing more begins. */
async function underWay({ letGo }: ReturnType<typeof begin>): Promise<number> {
  let before = -1;
  while (letGo.size !== before) {
    before = letGo.size;
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  }
  return letGo.size;
}

test.each([
  { why: 'small accounts are worked on as many at a time as may be', usersEach: 50, expected: 10 },
  {
    why: 'large ones only as long as their people are few enough for the memory',
    usersEach: 10_000,
    expected: 3,
  },
  { why: 'one that lists for long keeps no other waiting', usersEach: null, expected: 2 },
])('$why', async ({ usersEach, expected }) => {
  const work = begin(20, usersEach);
  const seen = await underWay(work);
  let ended = 0;
  while (ended < 20) {
    for (const [id, end] of work.letGo) {
      work.letGo.delete(id);
      ended += 1;
      end();
    }
    await nextTurn();
  }
  expect(await work.done).toEqual(accounts(20).map(({ accountId: id }) => id));
  expect(seen).toBe(expected);
});

test('where one fails, those that wait are not begun', async () => {
  const begun: string[] = [];
  const done = workOnAccounts({
    readers: accounts(20),
    atATime: 10,
    work: async ({ accountId: id }) => {
      begun.push(id);
      await nextTurn();
      throw new Error('database away');
    },
  });
  await expect(done).rejects.toThrow('database away');
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  expect(begun.length).toBeLessThan(20);
});
