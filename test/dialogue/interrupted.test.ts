import { describe, expect, test, vi } from 'vitest';
import { ADMIN, CORP, person, type Rehearsal, rehearse, WEI } from './rehearsal.ts';

const NEXT_MORNING = '2026-03-03T09:09';

/** Lets the bot begin what is due, and waits until it asks for the list of users, which is never answered. */
async function untilListing({ alibaba, clock, app }: Rehearsal, minutesLater: number): Promise<void> {
  const before = alibaba.requests.count('ListUsers');
  alibaba.faults.add({ action: 'ListUsers', kind: 'hang', times: 1 });
  clock.leapTo(clock.now() + minutesLater * 60_000);
  void app.runDueJobs();
  await vi.waitUntil(() => alibaba.requests.count('ListUsers') > before, { timeout: 15_000 });
}

const runs = async ({ db }: Rehearsal) =>
  (await db.selectFrom('auditRun').select(['trigger', 'outcome']).orderBy('startedAt').execute()).map(
    ({ trigger, outcome }) => `${trigger} ${outcome}`,
  );

describe('an audit that a deployment cut short', () => {
  test('is begun again at the start', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.advanceTo(NEXT_MORNING);
    await untilListing(rehearsal, 1);
    await rehearsal.restart();
    expect(await runs(rehearsal)).toEqual(['scheduled complete', 'scheduled null', 'scheduled complete']);
    await rehearsal.advanceTo('2026-03-03T09:31');
    expect(rehearsal.channelMessages()).toHaveLength(2);
  });

  test('is begun again at the start where it was the second try of the day', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.advanceTo(NEXT_MORNING);
    const denied = rehearsal.alibaba.faults.add({ action: 'ListUsers', kind: 'no_permission' });
    await rehearsal.advanceTo('2026-03-03T09:15');
    denied.remove();
    await untilListing(rehearsal, 60);
    await rehearsal.restart();
    expect((await runs(rehearsal)).slice(1)).toEqual([
      'scheduled incomplete',
      'scheduled null',
      'scheduled complete',
    ]);
  });

  test('looks at every account, also where the first was read before and could not be read whole', async () => {
    const other = { accountId: '1000000000000002', alias: 'other', users: [person('sam.lee')] };
    const rehearsal = await rehearse({ users: [person('jane.doe')], furtherAccounts: [other] });
    await rehearsal.advanceTo(NEXT_MORNING);
    const { alibaba, clock, app } = rehearsal;
    const denied = alibaba.faults.add({ action: 'ListUsers', kind: 'no_permission', accountId: CORP });
    const hung = alibaba.faults.add({ action: 'ListUsers', kind: 'hang', accountId: other.accountId });
    clock.leapTo(clock.now() + 60_000);
    void app.runDueJobs();
    await vi.waitUntil(async () => (await accountRuns(rehearsal)).at(-1) === `${CORP} 0`, {
      timeout: 15_000,
    });
    await rehearsal.restart(() => {
      denied.remove();
      hung.remove();
    });
    expect((await accountRuns(rehearsal)).slice(-2).toSorted()).toEqual([
      `${CORP} 1`,
      `${other.accountId} 1`,
    ]);
  });

  test('is begun again at the start where an admin had asked for it', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    rehearsal.alibaba.faults.add({ action: 'ListUsers', kind: 'hang', times: 1 });
    const before = rehearsal.alibaba.requests.count('ListUsers');
    await rehearsal.answers(ADMIN, 'audit', 1);
    await vi.waitUntil(() => rehearsal.alibaba.requests.count('ListUsers') > before, { timeout: 15_000 });
    await rehearsal.restart();
    expect((await runs(rehearsal)).slice(1)).toEqual(['admin null', 'admin complete']);
    await rehearsal.restart();
    expect(await runs(rehearsal)).toHaveLength(3);
  });
});

const accountRuns = async ({ db }: Rehearsal) =>
  (await db.selectFrom('accountRun').select(['accountId', 'complete']).orderBy('accountRunId').execute()).map(
    ({ accountId, complete }) => `${accountId} ${Number(complete)}`,
  );

test('whoever is looked for in a conversation holds up nobody else', async () => {
  const rehearsal = await rehearse({ users: [person('jane.doe')] });
  const { slack, clock, app } = rehearsal;
  slack.faults.add({ method: 'chat.postMessage', kind: 'reset_before' });
  slack.faults.add({ method: 'conversations.history', kind: 'error', code: 'internal_error', times: 500 });
  await rehearsal.start();
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sending']);

  rehearsal.alibaba.account(CORP).addUser(person('wei'));
  await rehearsal.advanceTo('2026-03-03T09:20');
  slack.faults.clear();
  slack.faults.add({ method: 'conversations.history', kind: 'accept_then_hang', times: 500 });
  const looks = () => slack.requests.filter(({ method }) => method === 'conversations.history').length;
  const before = looks();
  clock.leapTo(clock.now() + 15 * 60_000);
  void app.runDueJobs();
  await vi.waitUntil(() => rehearsal.toldTo(WEI).length === 1, { timeout: 60_000 });
  // The first look for it is not over: beside that there was one for whoever was told.
  expect(looks() - before).toBeLessThanOrEqual(2);
  await vi.waitUntil(() => looks() > before, { timeout: 15_000 });
  expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sending']);
});
