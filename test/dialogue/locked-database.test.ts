import { describe, expect, onTestFinished, test } from 'vitest';
import { createRequestMemory } from '../../src/store/chat-memory.ts';
import { type Trouble, troubleIn } from '../faults/database-trouble.ts';
import { interceptStore, type StoreCall } from '../faults/store-calls.ts';
import { isOnServer } from '../store/test-database.ts';
import { ADMIN, EACH_CHAT, idIn, JANE, person, type Rehearsal, rehearse, rehearseIn } from './rehearsal.ts';

interface Refusal {
  readonly times: number;
  readonly trouble: Trouble;
}

/** The next `times` of these statements fail so. */
function refuseCalls(isMeant: (call: StoreCall) => boolean, { times, trouble }: Refusal) {
  const struck = { times: 0 };
  const restore = interceptStore((call) => {
    if (!isMeant(call) || struck.times >= times) return;
    struck.times += 1;
    throw troubleIn(isOnServer() ? 'server' : 'file', trouble);
  });
  onTestFinished(restore);
  return struck;
}

/** Those that write `state` of this table. */
const refuse = (table: 'notice' | 'post', state: string, how: Refusal) =>
  refuseCalls(
    ({ sql, parameters }) => sql.startsWith(`update "${table}" set "state"`) && parameters[0] === state,
    how,
  );

/** Those about who was refused, from the first of them on that `begins` names. */
const refuseRefusals = (begins: 'select' | 'delete', how: Refusal) =>
  refuseCalls(
    ({ sql }) => sql.startsWith(begins) && sql.includes('from "recipient_refusal" where "chat"'),
    how,
  );

const posts = async ({ db }: Rehearsal) =>
  (await db.selectFrom('post').select('state').where('kind', '=', 'digest').execute()).map(
    ({ state }) => state,
  );

describe.each(EACH_CHAT)('what %s confirmed is recorded as sent', (chat) => {
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

test('of people who share a call, each one’s outcome is recorded, whatever fails after the first', async () => {
  const rehearsal = await rehearseIn('dingtalk')({
    users: ['jane.doe', 'sam.lee', 'wei'].map((name) => person(name)),
    variables: { DINGTALK_MONTHLY_QUOTA: '3', TIMEZONE: 'Asia/Shanghai' },
  });
  const struck = refuseRefusals('delete', { times: 5, trouble: 'busy' });
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-02T11:00');
  for (const name of ['jane.doe', 'sam.lee', 'wei'])
    expect(await rehearsal.notices(name)).toEqual(['first/1 sent']);
  expect(struck.times).toBe(5);
});

test.each([['flowControlled'], ['forbidden']] as const)(
  'what DingTalk surely did not send is said later, and does not become unknown: %s',
  async (outcome) => {
    const rehearsal = await rehearseIn('dingtalk')({ users: [person('jane.doe')] });
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), outcome);
    const struck = refuseRefusals('select', { times: 5, trouble: 'busy' });
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
    rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), 'delivered');
    await rehearsal.advanceTo('2026-03-02T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(struck.times).toBe(5);
  },
);

test('a message that DingTalk confirmed and that cannot be counted is sent, and counted with the next one', async () => {
  const rehearsal = await rehearseIn('dingtalk')({ users: [person('jane.doe')] });
  const counts = ({ sql, parameters }: StoreCall) =>
    sql.startsWith('insert into "month_use"') && parameters.includes('api_call');
  const struck = refuseCalls(counts, { times: 1, trouble: 'disk full' });
  await rehearsal.start();
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
  expect(struck.times).toBe(1);
  await rehearsal.advanceTo('2026-03-03T10:00');
  const metered = rehearsal.dingtalk.requests.filter(({ endpoint }) => /robot\/.*[sS]end$/.test(endpoint));
  const { used } = await rehearsal.db
    .selectFrom('monthUse')
    .select('used')
    .where('meter', '=', 'api_call')
    .executeTakeFirstOrThrow();
  expect(metered.length).toBeGreaterThan(1);
  expect(used).toBe(metered.length);
});

test('of people who share a call, those who were taken before the database failed are told', async () => {
  const rehearsal = await rehearseIn('dingtalk')({
    users: ['jane.doe', 'sam.lee', 'wei'].map((name) => person(name)),
    variables: { DINGTALK_MONTHLY_QUOTA: '3', TIMEZONE: 'Asia/Shanghai' },
  });
  let claims = 0;
  const isSecondClaim = ({ sql, parameters }: StoreCall) => {
    if (!sql.startsWith('update "notice" set "state"') || parameters[0] !== 'sending') return false;
    claims += 1;
    return claims === 2;
  };
  const struck = refuseCalls(isSecondClaim, { times: 1, trouble: 'disk full' });
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-02T12:00');
  expect(struck.times).toBe(1);
  for (const name of ['jane.doe', 'sam.lee', 'wei'])
    expect(await rehearsal.notices(name)).toEqual(['first/1 sent']);
});

describe('a database that takes nothing', () => {
  const changes = ({ sql }: StoreCall) => /^(insert|update|delete)/.test(sql);
  const ALWAYS = { times: Number.POSITIVE_INFINITY, trouble: 'disk full' } as const;

  test.each(EACH_CHAT)('is no reason to leave who asks in %s without an answer', async (chat) => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
    refuseCalls(changes, ALWAYS);
    expect(await rehearsal.ask(ADMIN, 'pause')).toContain('That did not work');
    expect(await rehearsal.ask(ADMIN, 'help')).toContain('/mfa');
  });

  test('a request is taken once all the same', async () => {
    const { db, clock } = await rehearseIn('dingtalk')();
    const takeOnce = createRequestMemory(db);
    const request = { chat: 'dingtalk', requestId: 'msg-1', at: clock.now() } as const;
    refuseCalls(changes, { ...ALWAYS, times: 1 });
    expect([await takeOnce(request), await takeOnce(request)]).toEqual([true, false]);
    expect(await takeOnce({ ...request, requestId: 'msg-2' })).toBe(true);
  });
});
