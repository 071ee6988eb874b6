import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  rehearse as rehearseInSlack,
  WEI,
} from './rehearsal.ts';

const USERS = [
  person('jane.doe'),
  person('wei'),
  person('nobody.known', { displayName: 'Nobody' }),
  person('eve.gray', { mfaDevice: PHONE }),
  person('ann.key', { mfaDevice: { type: 'U2F' } }),
];
const WEEKLY = { users: USERS, variables: { WEEKLY_CRON: '0 11 * * 1', TARGET_PERCENT: '80' } };

const weeks = ({ channelMessages }: Rehearsal) =>
  channelMessages().filter(({ summary }) => summary.includes('MFA week'));
const latest = (rehearsal: Rehearsal) => weeks(rehearsal).at(-1)?.words ?? '';

describe.each(EACH_CHAT)('in %s the weekly summary', (chat) => {
  const rehearse = rehearseIn(chat);

  test('is posted on its day, after its time, once, whatever restarts', async () => {
    const rehearsal = await rehearse(WEEKLY);
    await rehearsal.advanceTo('2026-03-02T10:59');
    expect(weeks(rehearsal)).toHaveLength(0);
    await rehearsal.advanceTo('2026-03-02T11:00');
    expect(weeks(rehearsal)).toHaveLength(1);
    await rehearsal.restart();
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(weeks(rehearsal)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-09T12:00');
    expect(weeks(rehearsal)).toHaveLength(2);
  });

  test('says how far it is to the target, how it was a week ago, and what is in the way', async () => {
    const rehearsal = await rehearse(WEEKLY);
    await rehearsal.advanceTo('2026-03-02T11:30');
    expect(latest(rehearsal)).toMatch(/2 of 5 .*Target: 80 %, which is 2 users more/s);
    expect(latest(rehearsal)).toContain('no complete figure from a week ago');
    expect(latest(rehearsal)).toMatch(/Held[^\n]*: \d+/);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-04T11:30');
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-09T11:30');
    const words = latest(rehearsal);
    expect(words).toMatch(/3 of 5 .*which is 1 user more/s);
    expect(words).toMatch(/it was 40\.0%/);
    expect(words).toContain('1 user of those followed up set up MFA');
    expect(words).toMatch(/Nobody in chat found: 1/);
    expect(words).toMatch(/Told, and within their time: 1/);
    expect(words).not.toMatch(/Overdue|Held/);
    rehearsal.alibaba.account(CORP).user('wei').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-16T11:30');
    expect(latest(rehearsal)).toContain('The target of 80 % is reached');
  });

  test('of a day without a complete audit gives no figure', async () => {
    const rehearsal = await rehearse(WEEKLY);
    await rehearsal.advanceTo('2026-03-08T12:00');
    rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers' });
    await rehearsal.advanceTo('2026-03-09T12:00');
    expect(latest(rehearsal)).toContain('No complete audit today');
    expect(latest(rehearsal)).not.toMatch(/Target|% /);
  });

  test('that was missed for longer than its day is not made up for', async () => {
    const rehearsal = await rehearse(WEEKLY);
    await rehearsal.advanceTo('2026-03-08T12:00');
    const before = weeks(rehearsal).length;
    await rehearsal.restart(() => rehearsal.clock.leapTo(Date.parse('2026-03-10T12:00:00+08:00')));
    await rehearsal.advanceTo('2026-03-10T13:00');
    expect(weeks(rehearsal)).toHaveLength(before);
  });

  test('is off unless it is asked for', async () => {
    const rehearsal = await rehearse({ users: USERS });
    await rehearsal.advanceTo('2026-03-09T12:00');
    expect(weeks(rehearsal)).toHaveLength(0);
  });
});

test('the digest says which factors are in use, and nobody is chased for the kind', async () => {
  const rehearsal = await rehearseInSlack({ users: USERS });
  await rehearsal.start();
  const digest = rehearsal.channelMessages().find(({ summary }) => summary.includes('MFA report'));
  expect(digest?.words).toContain('Factors in use: security key 1, authenticator app 1.');
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  expect(rehearsal.toldTo(ADMIN)).toEqual([]);
});
