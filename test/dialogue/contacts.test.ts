import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  JANE,
  LABS,
  MEMBERS,
  PHONE,
  person,
  type Rehearsal,
  rehearse,
  SAM,
  WEI,
  wordsOf,
} from './rehearsal.ts';

const lastDigest = ({ channelMessages }: Rehearsal) => {
  const digest = channelMessages().at(-1);
  return digest === undefined ? '' : wordsOf(digest);
};

describe('who is who', () => {
  test('a tag counts before the user name', async () => {
    const { start, toldTo } = await rehearse({
      users: [person('jane.doe', { tags: { 'slack-user-id': WEI } })],
    });
    await start();
    expect([JANE, WEI].map((who) => toldTo(who).length)).toEqual([0, 1]);
  });

  test('a user name that is in no company address leads to nobody, and admins see it', async () => {
    const rehearsal = await rehearse({ users: [person('nora.kent'), person('jane.doe')] });
    await rehearsal.start();
    expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('nora.kent');
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(lastDigest(rehearsal)).toContain('nora.kent');
  });

  test('two people who could be meant: neither is messaged, and admins see it', async () => {
    const twin = {
      ...MEMBERS[2],
      id: 'U0TWIN',
      name: 'twin',
      email: 'jane.doe@labs.example',
    } as (typeof MEMBERS)[0];
    const rehearsal = await rehearse({
      users: [person('jane.doe')],
      members: [...MEMBERS, twin],
      variables: { CONTACT_EMAIL_DOMAINS: 'corp.example,labs.example' },
    });
    await rehearsal.start();
    expect([JANE, 'U0TWIN'].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 0]);
    expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('jane.doe');
  });

  test('a member who left Slack is listed as unreachable and never overdue', async () => {
    const gone = MEMBERS.map((one) => (one.id === JANE ? { ...one, deleted: true } : one));
    const rehearsal = await rehearse({
      users: [person('jane.doe', { tags: { 'slack-user-id': JANE } }), person('wei')],
      members: gone,
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-27T12:00');
    expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
    expect(await rehearsal.ask(ADMIN, 'status overdue')).not.toContain('jane.doe');
    expect(lastDigest(rehearsal)).toContain('jane.doe');
    expect(await rehearsal.notices('jane.doe')).toEqual([]);
  });

  test('a member who leaves between two messages is listed as unreachable', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe', { tags: { 'slack-user-id': JANE } })] });
    await rehearsal.start();
    rehearsal.slack.deactivate(JANE);
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
    expect(await rehearsal.ask(ADMIN, 'status unreachable')).toContain('jane.doe');
  });

  test('and who comes back is told on the next working day', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe', { tags: { 'slack-user-id': JANE } })] });
    await rehearsal.start();
    rehearsal.slack.deactivate(JANE);
    await rehearsal.advanceTo('2026-03-06T12:00');
    rehearsal.slack.reactivate(JANE);
    await rehearsal.advanceTo('2026-03-10T12:00');
    expect(rehearsal.toldTo(JANE).length).toBeGreaterThan(1);
  });
});

describe('a contact who changes', () => {
  test('the new person is told from the beginning, and gets the whole time', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-06T12:00');
    rehearsal.alibaba.account(CORP).user('jane.doe').tags = { 'slack-user-id': SAM };
    await rehearsal.advanceTo('2026-03-09T23:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent', 'first/2 sent']);
    expect(rehearsal.toldTo(SAM)).toHaveLength(1);
    expect(rehearsal.toldTo(SAM)[0]).toContain('23 Mar 2026, 17:30 (Europe/Berlin)');
    expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  });

  test('before anything was sent gets it under the same number', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe', { tags: { 'slack-user-id': JANE } })] });
    rehearsal.slack.faults.add({
      kind: 'error',
      code: 'user_not_found',
      method: 'conversations.open',
      times: 10,
    });
    await rehearsal.start();
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 failed']);
    rehearsal.slack.faults.clear();
    rehearsal.alibaba.account(CORP).user('jane.doe').tags = { 'slack-user-id': WEI };
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([0, 1]);
  });
});

describe('one person, two accounts', () => {
  const LAB = { accountId: LABS, alias: 'labs', users: [person('jane.doe')] };

  test('gets one message with a line for each', async () => {
    const { start, toldTo, directMessages } = await rehearse({
      users: [person('jane.doe')],
      furtherAccounts: [LAB],
    });
    await start();
    expect(toldTo(JANE)).toHaveLength(1);
    const [message] = directMessages(JANE);
    const words = message === undefined ? '' : wordsOf(message);
    expect(words).toMatch(/corp/);
    expect(words).toMatch(/labs/);
  });

  test('done in one of them, the message stays; done in both, it changes', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')], furtherAccounts: [LAB] });
    await rehearsal.start();
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(rehearsal.toldTo(JANE)[0]).not.toMatch(/Done/);
    rehearsal.alibaba.account(LABS).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-04T12:00');
    expect(rehearsal.toldTo(JANE)[0]).toMatch(/Done/);
    expect(rehearsal.toldTo(JANE)).toHaveLength(3);
  });

  test('held in one of them, only the other is named', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe')],
      furtherAccounts: [LAB],
      beforeFirstAudit: ({ alibaba }) => {
        alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: LABS });
      },
    });
    await rehearsal.start();
    rehearsal.alibaba.faults.clear();
    const [message] = rehearsal.directMessages(JANE);
    expect(message === undefined ? '' : wordsOf(message)).not.toMatch(/labs/);
  });
});

describe('how many a day', () => {
  test('MAX_FIRST_PER_DAY spreads a large start', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe'), person('wei'), person('admin')],
      variables: { MAX_FIRST_PER_DAY: '2' },
    });
    const told = () => [JANE, WEI, ADMIN].map((who) => rehearsal.toldTo(who).length);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T17:00');
    expect(told()).toEqual([1, 1, 0]);
    await rehearsal.advanceTo('2026-03-03T09:40');
    expect(told()).toEqual([1, 1, 1]);
  });

  test('only first messages count: reminders are not held up by it', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe'), person('wei')],
      variables: { MAX_FIRST_PER_DAY: '1' },
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length)).toEqual([2, 2]);
  });
});

test('who must enrol at the next sign-in is told to do it before somebody with the password does', async () => {
  const { start, directMessages } = await rehearse({
    users: [person('jane.doe', { loginProfile: { mfaBindRequired: true } })],
  });
  await start();
  const [message] = directMessages(JANE);
  expect(message === undefined ? '' : wordsOf(message)).toMatch(/next sign-in will ask you to set it up/);
});

test('break-glass users are never messaged, and have their own line', async () => {
  const rehearsal = await rehearse({
    users: [person('jane.doe'), person('wei')],
    variables: { BREAK_GLASS_USERS: 'jane.doe@corp' },
  });
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-09T12:00');
  expect([JANE, WEI].map((who) => rehearsal.toldTo(who).length > 0)).toEqual([false, true]);
  expect(lastDigest(rehearsal)).toContain('jane.doe@corp');
});
