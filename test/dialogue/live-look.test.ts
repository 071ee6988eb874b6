import { describe, expect, test } from 'vitest';
import { ADMIN, CORP, EACH_CHAT, JANE, PHONE, person, type Rehearsal, rehearseIn, WEI } from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  /** Told at ten in the morning, on a Monday. */
  async function toldAtTen(): Promise<Rehearsal> {
    const rehearsal = await rehearse({ users: [person('jane.doe'), person('wei')] });
    await rehearsal.start();
    return rehearsal;
  }

  async function openCases({ db }: Rehearsal): Promise<number> {
    const open = await db.selectFrom('caseFile').selectAll().where('state', '=', 'open').execute();
    return open.length;
  }

  describe('who was told is looked at every fifteen minutes', () => {
    test.each([
      { device: 'a phone', bound: { mfaDevice: PHONE } },
      {
        device: 'a passkey',
        bound: { passkeys: [{ passkeyId: 'pk', passkeyName: 'laptop', createDate: '1' }] },
      },
    ])('and thanked at once for $device', async ({ bound }) => {
      const rehearsal = await toldAtTen();
      Object.assign(rehearsal.alibaba.account(CORP).user('jane.doe'), bound);
      await rehearsal.advanceTo('2026-03-02T10:14');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      await rehearsal.advanceTo('2026-03-02T10:16');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent', 'thanks/1 sent']);
      expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/Thank you: MFA is on for jane\.doe/);
      expect(rehearsal.toldTo(WEI)).toHaveLength(1);
    });

    test('within their hours: in the evening nobody is asked about', async () => {
      const rehearsal = await toldAtTen();
      await rehearsal.advanceTo('2026-03-02T17:29');
      rehearsal.alibaba.requests.clear();
      await rehearsal.advanceTo('2026-03-02T17:45');
      expect(rehearsal.alibaba.requests.count('GetUserMFAInfo')).toBe(0);
    });

    test('but not before they were told', async () => {
      const rehearsal = await rehearse({ users: [person('jane.doe')] });
      rehearsal.alibaba.requests.clear();
      await rehearsal.advanceTo('2026-03-02T10:31');
      expect(rehearsal.alibaba.requests.count('GetUserMFAInfo')).toBe(0);
    });
  });

  describe('everything else waits for the audit', () => {
    test('a password that is gone closes nothing meanwhile', async () => {
      const rehearsal = await toldAtTen();
      rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile = null;
      await rehearsal.advanceTo('2026-03-02T10:31');
      expect(await openCases(rehearsal)).toBe(2);
      await rehearsal.advanceTo('2026-03-03T09:15');
      expect(await openCases(rehearsal)).toBe(1);
    });

    test('an answer that nobody can read says nothing, and the others are looked at', async () => {
      const rehearsal = await toldAtTen();
      const { alibaba } = rehearsal;
      alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo', userName: 'jane.doe' });
      alibaba.account(CORP).user('wei').mfaDevice = PHONE;
      await rehearsal.advanceTo('2026-03-02T10:16');
      expect(await openCases(rehearsal)).toBe(1);
      expect(rehearsal.toldTo(WEI).at(-1)).toMatch(/Thank you|谢谢/u);
    });

    test('a device seen under a name that is somebody else’s by now thanks nobody', async () => {
      const rehearsal = await toldAtTen();
      const corp = rehearsal.alibaba.account(CORP);
      corp.deleteUser('jane.doe');
      corp.addUser(person('jane.doe', { mfaDevice: PHONE }));
      await rehearsal.advanceTo('2026-03-02T10:16');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
    });
  });

  test('what an audit finds is said when it ends, not five minutes later', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    rehearsal.alibaba.account(CORP).addUser(person('wei'));
    await rehearsal.answers(ADMIN, 'audit', 2);
    await rehearsal.app.runDueJobs();
    expect(rehearsal.toldTo(WEI)).toHaveLength(1);
  });
});
