import { describe, expect, test } from 'vitest';
import { BOTH_CHATS, JANE, person, type Rehearsal, rehearseIn } from './rehearsal.ts';

const NEXT_YEAR = Date.parse('2027-06-01T01:10:00Z');

describe.each(BOTH_CHATS)('in %s, after the clock was ahead once', (chat) => {
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
