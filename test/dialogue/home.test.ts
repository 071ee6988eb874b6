import { describe, expect, test } from 'vitest';
import { seenInSlack } from '../../demo/slack-hands.ts';
import { listHomes } from '../../src/store/home-pages.ts';
import { ADMIN, CORP, JANE, PHONE, person, type Rehearsal, rehearse, SAM, WEI } from './rehearsal.ts';

/** What the Home tab shows. */
function homeOf({ slack }: Pick<Rehearsal, 'slack'>, memberId: string): string {
  const home = slack.home(memberId);
  if (home === null) return '';
  const message = { ts: '', channel: '', author: '', text: '', metadata: null, editedTs: null };
  return seenInSlack({ ...message, threadTs: null, ephemeralTo: null, reachesSomebody: true, ...home }).words;
}

/** Until it is shown and remembered: what happens next finds it so. */
async function open(rehearsal: Rehearsal, memberId: string): Promise<string> {
  await rehearsal.slack.openHome(memberId);
  const remembered = async () => (await listHomes(rehearsal.db, 0)).map((home) => home.memberId);
  await expect.poll(remembered, { timeout: 20_000 }).toContain(memberId);
  return homeOf(rehearsal, memberId);
}

const publishedTo = ({ slack }: Rehearsal, memberId: string) =>
  slack.requests.filter(({ method, args }) => method === 'views.publish' && args.user_id === memberId).length;

const FOR_ADMINS = 'For admins: how everything stands';

describe('the page that everybody has alone', () => {
  test('shows how one stands, what to do and a button, and nothing of others', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe'), person('sam.lee')] });
    await rehearsal.start();
    const words = await open(rehearsal, JANE);
    expect(words).toMatch(/jane\.doe@corp[\s\S]*no MFA device[\s\S]*sign in to the RAM console/);
    expect(words).not.toMatch(/sam\.lee|For admins/);
  });

  test('in Chinese to who reads Chinese', async () => {
    const rehearsal = await rehearse({ users: [person('wei')] });
    expect(await open(rehearsal, WEI)).toContain('MFA');
    expect(homeOf(rehearsal, WEI)).toMatch(/未绑定 MFA 设备/);
  });

  test('pressed there, Check again shows the page anew, as it is now', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    await open(rehearsal, JANE);
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    rehearsal.aWhileLater();
    await rehearsal.slack.pressAtHome(JANE, { value: 'me' });
    await expect.poll(() => homeOf(rehearsal, JANE), { timeout: 20_000 }).not.toMatch(/no MFA device/);
    expect(rehearsal.slack.ephemeralMessages(JANE)).toEqual([]);
  });

  test('follows what becomes of the person, without being opened again, and is left alone while nothing does', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    await open(rehearsal, JANE);
    await rehearsal.advanceTo('2026-03-02T12:00');
    const before = publishedTo(rehearsal, JANE);
    await rehearsal.advanceTo('2026-03-02T16:00');
    expect(publishedTo(rehearsal, JANE)).toBe(before);
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(homeOf(rehearsal, JANE)).not.toMatch(/no MFA device/);
    expect(publishedTo(rehearsal, JANE)).toBeGreaterThan(before);
    expect(publishedTo(rehearsal, SAM)).toBe(0);
  });

  test('does not stay as it was when nothing could be read', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'GetLoginProfile', accountId: CORP });
    expect(await open(rehearsal, JANE)).toMatch(/could not be read/);
    await rehearsal.advanceTo('2026-03-02T10:10');
    const before = publishedTo(rehearsal, JANE);
    await rehearsal.advanceTo('2026-03-02T10:20');
    expect(publishedTo(rehearsal, JANE)).toBe(before);
    rehearsal.alibaba.faults.clear();
    await rehearsal.advanceTo('2026-03-02T10:30');
    expect(homeOf(rehearsal, JANE)).toMatch(/no MFA device/);
  });
});

describe('an admin’s page', () => {
  test('shows how everything stands, and leads to the lists', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe'), person('nobody.at.all')] });
    await rehearsal.start();
    const words = await open(rehearsal, ADMIN);
    expect(words).toContain(FOR_ADMINS);
    expect(words).toMatch(
      /0 of 2[\s\S]*Administrators without MFA[\s\S]*2 open[\s\S]*Last complete audit[\s\S]*Next audit/,
    );
    await rehearsal.slack.pressAtHome(ADMIN, { value: 'status unmapped' });
    const answered = () => rehearsal.messagesTo(ADMIN).at(-1)?.words ?? '';
    await expect.poll(answered, { timeout: 20_000 }).toMatch(/nobody\.at\.all/);
  });

  test('what is not working stands on it by itself', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await open(rehearsal, ADMIN);
    rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers', accountId: CORP });
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(homeOf(rehearsal, ADMIN)).toMatch(/Not working[\s\S]*cannot be read completely/);
  });

  test('who is no longer an admin loses it at the next start', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    expect(await open(rehearsal, ADMIN)).toContain(FOR_ADMINS);
    await rehearsal.restart(undefined, { SLACK_ADMIN_IDS: 'U0ADMIN2' });
    await rehearsal.app.runDueJobs();
    expect(homeOf(rehearsal, ADMIN)).not.toContain(FOR_ADMINS);
  });
});

test('a workspace whose Home tab is off costs nothing but a line in the log', async () => {
  const rehearsal = await rehearse({ users: [person('jane.doe')], workspace: { homeTab: false } });
  await rehearsal.slack.openHome(JANE);
  expect(await rehearsal.ask(JANE, 'me')).toContain('jane.doe');
  expect(homeOf(rehearsal, JANE)).toBe('');
});
