import { describe, expect, test } from 'vitest';
import { ADMIN, EACH_CHAT, JANE, person, type Rehearsal, rehearseIn } from './rehearsal.ts';

const NEXT_YEAR = Date.parse('2027-06-01T01:10:00Z');

test.each([-62, 62])(
  'a start with a clock that is off by %i minutes sends nobody anything, and says so',
  async (minutes) => {
    let offMs = minutes * 60_000;
    const rehearsal = await rehearseIn('slack')({ users: [person('jane.doe')], machineAheadMs: () => offMs });
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toEqual([]);
    expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/^Not working: .*clock/)]);
    offMs = 0;
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  },
);

test('a start at a wrong hour sends nothing of what is due, and says so', async () => {
  let offMs = 0;
  const rehearsal = await rehearseIn('slack')({ users: [person('jane.doe')], machineAheadMs: () => offMs });
  await rehearsal.start();
  await rehearsal.restart(() => {
    rehearsal.clock.leapTo(Date.parse('2026-03-05T10:00+08:00'));
    offMs = 62 * 60_000;
  });
  await rehearsal.advanceTo('2026-03-05T10:06');
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/^Not working: .*clock/)]);
});

describe.each(EACH_CHAT)('in %s, after the clock was ahead once', (chat) => {
  const rehearse = rehearseIn(chat);
  const reports = ({ channelMessages }: Rehearsal) =>
    channelMessages().filter(({ summary }) => /MFA report/.test(summary)).length;

  test('audits and digests go on', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    const { db, alibaba, advanceTo } = rehearsal;
    await db
      .insertInto('jobRun')
      .values({ job: 'audit', scheduledAt: NEXT_YEAR, startedAt: NEXT_YEAR, endedAt: NEXT_YEAR })
      .execute();
    const digest = await db
      .selectFrom('post')
      .selectAll()
      .where('kind', '=', 'digest')
      .executeTakeFirstOrThrow();
    const postKey = digest.postKey.replace('2026-03-02', '2027-06-01');
    await db
      .insertInto('post')
      .values({ ...digest, postKey, plannedAt: NEXT_YEAR })
      .execute();
    const [before, audits] = [reports(rehearsal), alibaba.requests.count('ListUsers')];
    await advanceTo('2026-03-03T10:00');
    expect(alibaba.requests.count('ListUsers')).toBeGreaterThan(audits);
    expect(reports(rehearsal)).toBe(before + 1);
  });

  test('a person who seems to have been told in the future is told again, and followed up', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    await rehearsal.db.updateTable('caseFile').set({ toldAt: NEXT_YEAR, deadlineAt: NEXT_YEAR }).execute();
    await rehearsal.db.updateTable('notice').set({ claimedAt: NEXT_YEAR }).execute();
    await rehearsal.advanceTo('2026-03-03T10:00');
    await rehearsal.advanceTo('2026-03-06T10:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'first/2 sent', 'reminder/1 sent']);
  });

  test('a person who was told just before the clock was put back by minutes is not told again', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    const inAWhile = rehearsal.clock.now() + 50 * 60_000;
    await rehearsal.db.updateTable('caseFile').set({ toldAt: inAWhile }).execute();
    await rehearsal.db.updateTable('notice').set({ claimedAt: inAWhile }).execute();
    await rehearsal.restart();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    await rehearsal.advanceTo('2026-03-05T10:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
  });

  test('a message put off to another century goes out', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    await rehearsal.db
      .insertInto('recipientRefusal')
      .values({
        chat,
        memberId: chat === 'slack' ? JANE : 'jane-1',
        code: 'access_denied',
        since: NEXT_YEAR,
        lastAt: NEXT_YEAR,
        refusals: 3,
        retryAt: NEXT_YEAR,
        toldAt: null,
      })
      .execute();
    await rehearsal.advanceTo('2026-03-05T10:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  });
});
