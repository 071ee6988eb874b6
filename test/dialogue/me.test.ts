import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  PHONE,
  person,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const USERS = [person('jane.doe'), person('wei', { mfaDevice: PHONE })];

  describe('/mfa me', () => {
    test('tells what is missing, how to set it up, and the own chat id', async () => {
      const { ask } = await rehearse({ users: USERS });
      const answer = await ask(JANE, 'me');
      expect(answer).toContain('Your MFA is still missing');
      expect(answer).toContain('jane.doe@corp.onaliyun.com');
      expect(answer).toContain('Google Authenticator');
      expect(answer).toContain(idIn(chat, JANE));
    });

    test('is what /mfa alone does', async () => {
      const { ask } = await rehearse({ users: USERS });
      expect(await ask(JANE, '')).toContain('Your MFA is still missing');
    });

    test('tells the deadline once there is one', async () => {
      const { ask, start, aWhileLater } = await rehearse({ users: USERS });
      expect(await ask(JANE, 'me')).not.toContain('16 Mar 2026');
      await start();
      aWhileLater();
      expect(await ask(JANE, 'me')).toContain('16 Mar 2026, 17:30');
    });

    test('answers in the language of whoever asks, in DingTalk in Chinese', async () => {
      const { ask } = await rehearse({
        users: USERS,
        ...(chat === 'slack' ? {} : { variables: { DEFAULT_LANGUAGE: 'zh' } }),
      });
      expect(await ask(WEI, 'me')).toMatch(/\p{Script=Han}/u);
    });

    test('reads anew: who has just enrolled is told so', async () => {
      const { ask, alibaba, aWhileLater } = await rehearse({ users: USERS });
      await ask(JANE, 'me');
      alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      aWhileLater(30);
      expect(await ask(JANE, 'me')).toContain('All is well');
    });

    test('waits for its turn within half a minute of the last look, and then looks', async () => {
      const { ask, alibaba, clock } = await rehearse({ users: USERS });
      await ask(JANE, 'me');
      const lookedAt = clock.now();
      alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      expect(await ask(JANE, 'me')).toContain('All is well');
      expect(clock.now()).toBeGreaterThan(lookedAt + 25_000);
    });

    test('pressed again meanwhile is answered by the same look', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      await ask(JANE, 'me');
      const before = alibaba.requests.count('GetUserMFAInfo');
      const answers = await Promise.all([ask(JANE, 'me'), ask(JANE, 'me'), ask(JANE, 'me')]);
      for (const answer of answers) expect(answer).toContain('Your MFA is still missing');
      expect(alibaba.requests.count('GetUserMFAInfo')).toBe(before + 1);
    });

    test('which one person asked does not keep another waiting', async () => {
      const { ask } = await rehearse({ users: USERS });
      await ask(JANE, 'me');
      expect(await ask(WEI, 'me')).toContain('wei@corp.onaliyun.com');
    });

    test('says that it could not look, which is neither missing nor well', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo' });
      const answer = await ask(JANE, 'me');
      expect(answer).toContain('could not be read');
      expect(answer).toContain('NoPermission');
      expect(answer).not.toMatch(/is still missing|All is well/);
    });

    // Once is enough: it takes seconds of real time.
    test.runIf(chat === 'slack')('does not let anybody wait for a cloud that does not answer', async () => {
      const { answers, alibaba } = await rehearse({ users: USERS });
      alibaba.faults.add({ kind: 'hang', action: 'GetUser' });
      const askedAt = performance.now();
      await answers(JANE, 'me', 1);
      expect(performance.now() - askedAt).toBeLessThan(4500);
    });

    test('shows all of one’s own users and nobody else’s', async () => {
      const { ask } = await rehearse({
        users: [...USERS, person('sam.lee')],
        furtherAccounts: [
          { accountId: LABS, alias: 'labs', users: [person('jane.doe', { mfaDevice: PHONE })] },
        ],
      });
      const answer = await ask(JANE, 'me');
      expect(answer).toContain('jane.doe@corp.onaliyun.com');
      expect(answer).toContain('jane.doe@labs.onaliyun.com');
      expect(answer).not.toMatch(/sam\.lee|wei/);
    });

    test('of somebody without a RAM user tells the chat id to give to the security team', async () => {
      const { ask } = await rehearse({ users: USERS });
      const answer = await ask(SAM, 'me');
      expect(answer).toContain('No RAM user is linked to you');
      expect(answer).toContain(idIn(chat, SAM));
      expect(answer).toContain('security@corp.example');
    });

    test('of somebody whose user was deleted just now says so, and not that all is well', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      alibaba.account(CORP).deleteUser('jane.doe');
      expect(await ask(JANE, 'me')).not.toContain('All is well');
    });

    test.each([
      ['shares', [JANE, SAM], /Not all of your users could be looked up/],
      ['has nothing to do with', [SAM], /All is well/],
    ])('of somebody who %s a user that could not be looked up', async (_, names, expected) => {
      const [[tag = ''] = []] = Object.entries(tagOf(chat, JANE).tags);
      const tags = { [tag]: names.map((one) => (one === SAM ? 'U0LATER' : idIn(chat, one))).join(' ') };
      const rehearsal = await rehearse({
        users: [person('jane.doe', { ...tagOf(chat, JANE), mfaDevice: PHONE })],
      });
      const { ask, alibaba } = rehearsal;
      expect(await ask(JANE, 'me')).toContain('All is well');
      alibaba.account(CORP).addUser(person('ops', { tags }));
      if (chat === 'slack')
        rehearsal.slack.faults.add({
          kind: 'error',
          code: 'internal_error',
          method: 'users.info',
          times: 1000,
        });
      else
        rehearsal.dingtalk.faults.add({
          kind: 'server_error',
          endpoint: 'POST /topapi/v2/user/get',
          times: 1000,
        });
      await rehearsal.answers(ADMIN, 'audit', 2);
      rehearsal.aWhileLater(30);
      const answer = await ask(JANE, 'me');
      expect(answer).toMatch(expected);
      expect(answer).toContain('jane.doe@corp.onaliyun.com');
      const away = await ask(JANE, 'away 2026-03-04');
      expect(away.includes('there may be more of yours')).toBe(names.length > 1);
    });

    test('works while everything is paused', async () => {
      const { ask } = await rehearse({ users: USERS });
      await ask(ADMIN, 'pause');
      expect(await ask(JANE, 'me')).toContain('Your MFA is still missing');
    });
  });
});
