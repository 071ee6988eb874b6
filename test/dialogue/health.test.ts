import { describe, expect, onTestFinished, test } from 'vitest';
import { troubleIn } from '../faults/database-trouble.ts';
import { interceptStore } from '../faults/store-calls.ts';
import { isOnServer } from '../store/test-database.ts';
import { CORP, idIn, JANE, person, type Rehearsal, rehearseIn } from './rehearsal.ts';

const rehearse = rehearseIn('dingtalk');
const PEOPLE = [person('jane.doe'), person('sam.lee')];

/** What `/healthz` answers, and which parts it says are failing. */
async function health({ app }: Rehearsal) {
  const { status, parts } = await app.health();
  const failing = [...parts].filter(([, one]) => one.status === 'failing');
  return { status, failing: failing.map(([part, { code }]) => `${part} ${code}`) };
}

async function minutesLater({ clock, app }: Rehearsal, minutes: number): Promise<void> {
  for (let minute = 5; minute <= minutes; minute += 5) {
    clock.leapTo(clock.now() + 5 * 60_000);
    await app.runDueJobs();
  }
}

test('a message that nothing holds back and that does not go out is failing after half an hour', async () => {
  const rehearsal = await rehearse({ users: PEOPLE });
  rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), 'flowControlled');
  await rehearsal.start();
  await minutesLater(rehearsal, 25);
  expect(await health(rehearsal)).toEqual({ status: 'ok', failing: [] });
  await minutesLater(rehearsal, 20);
  expect(await health(rehearsal)).toEqual({ status: 'failing', failing: ['dingtalk messages_waiting'] });
  rehearsal.dingtalk.setRecipientOutcome(idIn('dingtalk', JANE), 'delivered');
  await minutesLater(rehearsal, 30);
  expect(await health(rehearsal)).toEqual({ status: 'ok', failing: [] });
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
});

describe('a month whose calls are spent', () => {
  test('by our own count alone is shown, and is no failure while messages go out', async () => {
    const rehearsal = await rehearse({ users: PEOPLE, variables: { DINGTALK_MONTHLY_QUOTA: '1' } });
    await rehearsal.start();
    await minutesLater(rehearsal, 5);
    expect(await health(rehearsal)).toEqual({ status: 'ok', failing: ['quota:dingtalk api_call_quota'] });
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test('by DingTalk’s is a chat that takes nothing', async () => {
    const rehearsal = await rehearse({ users: PEOPLE });
    rehearsal.dingtalk.useUpMonthlyQuota();
    await rehearsal.start();
    await minutesLater(rehearsal, 5);
    const { status, failing } = await health(rehearsal);
    expect(status).toBe('failing');
    expect(failing).toContainEqual(expect.stringMatching(/^dingtalk .*ApiCountLimitForOrg/));
  });
});

describe('a database that answers nothing', () => {
  const trouble = () => troubleIn(isOnServer() ? 'server' : 'file', 'I/O error');
  const silenced = async () => {
    const rehearsal = await rehearse({ users: PEOPLE });
    onTestFinished(
      interceptStore(({ sql }) => {
        if (/^select/i.test(sql)) throw trouble();
      }),
    );
    return rehearsal;
  };

  test('is a part that fails for whoever watches, beside what is known of the others', async () => {
    const samples = await (await silenced()).app.samples();
    const parts = samples.map(({ labels, value }) => `${labels.part} ${value}`);
    expect(parts).toEqual(expect.arrayContaining(['database 1', 'dingtalk 0', `account:${CORP} 0`]));
    expect(samples.filter(({ name }) => name !== 'part_failing')).toEqual([]);
  });

  test('is no bot without accounts in which all is well', async () => {
    expect(await health(await silenced())).toEqual({
      status: 'failing',
      failing: [expect.stringMatching(/^database /)],
    });
  });
});
