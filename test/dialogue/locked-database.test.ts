import { describe, expect, onTestFinished, test } from 'vitest';
import { type Trouble, troubleIn } from '../faults/database-trouble.ts';
import { interceptStore, type StoreCall } from '../faults/store-calls.ts';
import { isOnServer } from '../store/test-database.ts';
import { BOTH_CHATS, JANE, person, type Rehearsal, rehearse, rehearseIn } from './rehearsal.ts';

/** The next `times` statements that write `state` of this table fail so. */
function refuse(
  table: 'notice' | 'post',
  state: string,
  { times, trouble }: { times: number; trouble: Trouble },
) {
  const struck = { times: 0 };
  const writesIt = ({ sql, parameters }: StoreCall) =>
    sql.startsWith(`update "${table}" set "state"`) && parameters[0] === state;
  const restore = interceptStore((call) => {
    if (!writesIt(call) || struck.times >= times) return;
    struck.times += 1;
    throw troubleIn(isOnServer() ? 'server' : 'file', trouble);
  });
  onTestFinished(restore);
  return struck;
}

const posts = async ({ db }: Rehearsal) =>
  (await db.selectFrom('post').select('state').where('kind', '=', 'digest').execute()).map(
    ({ state }) => state,
  );

describe.each(BOTH_CHATS)('what %s confirmed is recorded as sent', (chat) => {
  test.each(['busy', 'disk full', 'I/O error'] as const)('a message: %s', async (trouble) => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
    const struck = refuse('notice', 'sent', { times: 20, trouble });
    await rehearsal.start();
    expect(struck.times).toBe(20);
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
  });

  test('a digest', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
    await rehearsal.advanceTo('2026-03-03T09:12');
    const struck = refuse('post', 'sent', { times: 20, trouble: 'busy' });
    await rehearsal.advanceTo('2026-03-03T09:40');
    expect(struck.times).toBe(20);
    expect(rehearsal.channelMessages()).toHaveLength(2);
    expect(await posts(rehearsal)).toEqual(['sent', 'sent']);
  });
});

test('what a chat refused for good is recorded as refused, and for what reason', async () => {
  const rehearsal = await rehearse({ users: [person('jane.doe')] });
  rehearsal.slack.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'user_not_found' });
  const struck = refuse('notice', 'failed', { times: 5, trouble: 'busy' });
  await rehearsal.start();
  expect(struck.times).toBe(5);
  const [notice] = await rehearsal.noticeRows('jane.doe');
  expect(notice).toMatchObject({ state: 'failed', outcomeCode: 'user_not_found' });
});
