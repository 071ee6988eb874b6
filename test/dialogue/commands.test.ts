import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import { BOT_SCOPES, VIEWER_GROUP_SCOPE } from '../../src/chat/slack/scopes.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  PHONE,
  person,
  rehearse,
  rehearseIn,
  SAM,
  SENDING,
  tagOf,
  WEI,
  wordsOf,
} from './rehearsal.ts';

const USERS = [person('jane.doe'), person('eve.gray', { mfaDevice: PHONE }), person('nora.kent')];

const WITH_VIEWERS = {
  users: USERS,
  variables: { SLACK_VIEWER_USERGROUP: 'S0VIEW' },
  workspace: {
    usergroups: [{ id: 'S0VIEW', handle: 'security', members: [SAM] }],
    scopes: [...BOT_SCOPES, VIEWER_GROUP_SCOPE],
  },
};

describe('who may ask what in Slack, where viewers are a user group', () => {
  test('help shows each what they may use', async () => {
    const { ask } = await rehearse(WITH_VIEWERS);
    const help = {
      everyone: await ask(JANE, 'help'),
      viewer: await ask(SAM, 'help'),
      admin: await ask(ADMIN, 'help'),
    };
    expect(help.everyone).not.toMatch(/\/mfa (status|enforce)/);
    expect(help.viewer).toMatch(/\/mfa status/);
    expect(help.viewer).not.toMatch(/\/mfa enforce/);
    expect(help.admin).toMatch(/\/mfa enforce/);
  });

  test.each(['status', 'history jane.doe', 'enforce jane.doe', 'audit', 'start', 'pause', 'preview'])(
    '/mfa %s of somebody with no right to it gets one neutral line, and is recorded',
    async (words) => {
      const { ask, db } = await rehearse(WITH_VIEWERS);
      const answer = await ask(JANE, words);
      expect(answer).toContain('not available to you');
      expect(answer).not.toContain('jane.doe');
      const record = await db
        .selectFrom('activity')
        .select(['actorMemberId', 'detail'])
        .where('kind', '=', 'command_refused')
        .execute();
      expect(record).toEqual([{ actorMemberId: JANE, detail: words.split(' ')[0] }]);
    },
  );

  test('viewers see how things stand, and change nothing', async () => {
    const { ask } = await rehearse(WITH_VIEWERS);
    expect(await ask(SAM, 'status')).toContain('1 of 3');
    expect(await ask(SAM, 'status jane.doe')).toContain('jane.doe');
    expect(await ask(SAM, 'history jane.doe')).toContain('jane.doe');
    expect(await ask(SAM, 'pause')).toContain('not available to you');
  });

  test('somebody who leaves the viewers’ group sees nothing any more', async () => {
    const { ask, slack, advanceTo } = await rehearse(WITH_VIEWERS);
    expect(await ask(SAM, 'status')).toContain('1 of 3');
    slack.setUsergroup('S0VIEW', []);
    await advanceTo('2026-03-03T12:00');
    expect(await ask(SAM, 'status')).toContain('not available to you');
  });

  test('a group that cannot be read lets nobody in', async () => {
    const { ask, slack } = await rehearse(WITH_VIEWERS);
    slack.faults.add({ kind: 'error', code: 'missing_scope', method: 'usergroups.users.list', times: 10 });
    expect(await ask(SAM, 'status')).toContain('not available to you');
  });
});

/** Whom a message would notify. */
function notifiedBy({ wire }: SeenMessage): readonly string[] {
  if (wire.chat === 'dingtalk') {
    const { mentions, mentionsEverybody, links, text } = wire.message;
    const found = [
      ...mentions,
      ...(mentionsEverybody ? ['everybody'] : []),
      ...(text.match(/(?<!\\)<[^>]*>/g) ?? []),
    ];
    // The bot's own links say `/mfa …` or lead to the vendors' pages.
    return [...found, ...links.filter(({ url }) => url.includes('evil')).map(({ url }) => url)];
  }
  const { message } = wire;
  // Mentions in rich text, and what stands in `<…>` in text that Slack interprets.
  const found: string[] = message.text.match(/<[!@#][^>]*>/g) ?? [];
  JSON.stringify(message.blocks, (_key, value) => {
    if (value?.type === 'user') found.push(value.user_id);
    if (value?.type === 'broadcast' || value?.type === 'usergroup') found.push(value.type);
    if (value?.type === 'mrkdwn') found.push(...(value.text.match(/<[!@#][^>]*>/g) ?? []));
    return value;
  });
  return found;
}

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  describe('what was typed', () => {
    test.each([
      { typed: 'stauts', suggests: '/mfa status' },
      { typed: 'halp', suggests: '/mfa help' },
      { typed: 'enforse jane.doe', suggests: '/mfa enforce jane.doe' },
      { typed: 'status overdu', suggests: '/mfa status overdue' },
      { typed: 'status administrator', suggests: '/mfa status administrators' },
      { typed: 'enforce overdeu', suggests: '/mfa enforce overdue' },
    ])('/mfa $typed suggests $suggests', async ({ typed, suggests }) => {
      const { ask } = await rehearse({ users: USERS });
      const answer = await ask(ADMIN, typed);
      expect(answer).toContain('Did you mean');
      expect(answer).toContain(suggests);
    });

    test('something unheard of gets no guess', async () => {
      const { ask } = await rehearse({ users: USERS });
      expect(await ask(ADMIN, 'frobnicate')).not.toContain('Did you mean');
    });

    test.each(['STATUS', '  status  ', 'ｓｔａｔｕｓ'])('"%s" is status', async (words) => {
      const { ask } = await rehearse({ users: USERS });
      expect(await ask(ADMIN, words)).toContain('1 of 3');
    });

    test.runIf(chat === 'slack')('an address that Slack made a link of is a name', async () => {
      const { ask } = await rehearse({ users: USERS });
      const logonName = 'jane.doe@corp.onaliyun.com';
      expect(await ask(ADMIN, `status <mailto:${logonName}|${logonName}>`)).toContain('no MFA device');
    });

    test('words that a command does not take get its usage, and nothing is done', async () => {
      const { ask, db, toldTo } = await rehearse({ users: USERS });
      const typed = [
        ...['pause jane.doe', 'audit now', 'preview jane.doe', 'me jane.doe', 'here now', 'help me'],
        ...['status jane.doe nora.kent', 'unenforce', 'history', 'link jane.doe', 'confirm', 'remind'],
      ];
      const answers: string[] = [];
      for (const words of typed) answers.push(await ask(ADMIN, words));
      expect(answers).toEqual(answers.map(() => expect.stringContaining('Please write it like this')));
      expect(await db.selectFrom('pause').selectAll().execute()).toEqual([]);
      expect(await db.selectFrom('auditRun').selectAll().execute()).toHaveLength(1);
      expect(toldTo(ADMIN)).toEqual([]);
    });
  });

  describe('foreign words', () => {
    const HOSTILE = '<!channel> <@U0SAM> @all [x](https://evil.example) https://evil.example *x*\n> quoted';

    test('in RAM’s fields mention nobody and lead nowhere, wherever they are shown', async () => {
      const rehearsal = await rehearse({
        users: [
          person('jane.doe', { displayName: HOSTILE, comments: HOSTILE }),
          person('nora.kent', {
            displayName: HOSTILE,
            tags: { [Object.keys(tagOf(chat, JANE).tags)[0] ?? '']: HOSTILE },
          }),
        ],
      });
      await rehearsal.start();
      const shown = [
        await rehearsal.say(ADMIN, 'status'),
        await rehearsal.say(ADMIN, 'status nora.kent'),
        await rehearsal.say(ADMIN, 'status unreachable'),
        await rehearsal.say(ADMIN, 'enforce nora.kent'),
        await rehearsal.say(JANE, 'me'),
        ...rehearsal.messagesTo(JANE),
        ...rehearsal.channelMessages(),
      ];
      expect(shown.flatMap(notifiedBy)).toEqual([]);
    });

    test('that somebody typed come back as words', async () => {
      const { say } = await rehearse({ users: USERS });
      const answer = await say(ADMIN, chat === 'slack' ? 'status &lt;!channel&gt;' : 'status <!channel>');
      expect(notifiedBy(answer)).toEqual([]);
      expect(answer.words).toContain('!channel');
    });
  });

  describe('/mfa status', () => {
    test('reads the account’s own setting now', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      expect(await ask(ADMIN, 'status')).not.toContain('unusual sign-ins only');
      alibaba.account(CORP).securityPreference.mfaOperationForLogin = 'adaptive';
      expect(await ask(ADMIN, 'status')).toContain('unusual sign-ins only');
    });

    test('shows that setting as not known when it cannot be read, and the rest all the same', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      alibaba.faults.add({ kind: 'no_permission', action: 'GetSecurityPreference' });
      expect(await ask(ADMIN, 'status')).toContain('1 of 3');
    });

    test('says what else holds for the account, with its control, and what could not be read', async () => {
      const { ask, alibaba, advanceTo } = await rehearse({ users: USERS });
      const shown = await ask(ADMIN, 'status');
      expect(shown).toMatch(/Root MFA \(CIS 1\.3\): on; .*\(CIS 1\.5\): switched off after \d+ days/);
      expect(shown).toContain('users manage their own MFA device: yes');
      alibaba.account(CORP).rootMfaEnabled = false;
      alibaba.faults.add({ kind: 'no_permission', action: 'GetSecurityPreference' });
      await advanceTo('2026-03-03T12:00');
      const later = await ask(ADMIN, 'status');
      expect(later).toMatch(/Root MFA \(CIS 1\.3\): off; .*\(CIS 1\.5\): not known/);
      expect(later).toContain('users manage their own MFA device: not known');
    });

    test('and when not even the accounts can be listed', async () => {
      const { ask, alibaba, aWhileLater } = await rehearse({ users: USERS });
      aWhileLater(3601);
      alibaba.account(CORP).accessKey('AKREADER').status = 'Inactive';
      expect(await ask(ADMIN, 'status')).toContain('1 of 3');
    });

    test('of one user reads that user now', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      expect(await ask(ADMIN, 'status jane.doe')).toContain('no MFA device');
      alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      expect(await ask(ADMIN, 'status jane.doe')).not.toContain('no MFA device');
    });

    test('of one user who cannot be read says so with the vendor’s code', async () => {
      const { ask, alibaba } = await rehearse({ users: USERS });
      alibaba.faults.add({ kind: 'no_permission', action: 'GetUserMFAInfo', userName: 'jane.doe' });
      expect(await ask(ADMIN, 'status jane.doe')).toMatch(/could not be read[\s\S]*NoPermission/);
    });

    test('of a name in two accounts lists both and shows neither', async () => {
      const { ask } = await rehearse({
        users: USERS,
        furtherAccounts: [{ accountId: LABS, alias: 'labs', users: [person('jane.doe')] }],
      });
      expect(await ask(ADMIN, 'status jane.doe')).toMatch(/exists 2 times/);
    });

    test('lists who is held before the start, and nobody afterwards', async () => {
      const { ask, start } = await rehearse({ users: USERS });
      expect(await ask(ADMIN, 'status held')).toContain('jane.doe');
      await start();
      expect(await ask(ADMIN, 'status held')).not.toContain('jane.doe');
    });

    test('lists who is overdue', async () => {
      const { ask, start, advanceTo } = await rehearse({ users: USERS });
      await start();
      expect(await ask(ADMIN, 'status overdue')).not.toContain('jane.doe');
      await advanceTo('2026-03-16T17:31');
      expect(await ask(ADMIN, 'status overdue')).toContain('jane.doe');
    });

    test('lists who has not signed in for long', async () => {
      const { ask } = await rehearse({
        users: [
          person('jane.doe', {
            loginProfile: { lastLoginTime: '2025-06-01T00:00:00Z' },
            lastLoginDate: '2025-06-01T00:00:00Z',
          }),
          person('wei', {
            loginProfile: { lastLoginTime: '2026-03-01T00:00:00Z' },
            lastLoginDate: '2026-03-01T00:00:00Z',
          }),
        ],
      });
      const dormant = await ask(ADMIN, 'status dormant');
      expect(dormant).toContain('jane.doe');
      expect(dormant).not.toContain('wei@');
    });
  });

  describe('/mfa audit', () => {
    test('reads everything now, and posts no digest', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
      const [, ended] = await rehearsal.answers(ADMIN, 'audit', 2);
      expect(wordsOf(ended)).toContain('2 of 3');
      expect(rehearsal.channelMessages()).toHaveLength(1);
      const triggers = await rehearsal.db.selectFrom('auditRun').select('trigger').execute();
      expect(triggers).toEqual([{ trigger: 'scheduled' }, { trigger: 'admin' }]);
    });

    test('while one is running says since when, and starts none', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const slow = rehearsal.alibaba.faults.add({ kind: 'slow', delayMs: 1000, action: 'ListUsers' });
      const both = rehearsal.answers(ADMIN, 'audit', 2);
      await expect.poll(() => slow.fired).toBe(1);
      expect(await rehearsal.ask(ADMIN, 'audit')).toMatch(/running.*2 Mar 2026, 10:00/);
      await both;
      const runs = await rehearsal.db.selectFrom('auditRun').select('runId').execute();
      expect(runs).toHaveLength(2);
    });

    test('that fails says why, and says nothing about anybody', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.account(CORP).accessKey('AKREADER').status = 'Inactive';
      const [, ended] = await rehearsal.answers(ADMIN, 'audit', 2);
      expect(wordsOf(ended)).toContain('InvalidAccessKeyId');
    });
  });

  describe('/mfa preview', () => {
    test('sends a sample to whoever asked, and to nobody else', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.ask(ADMIN, 'preview');
      expect(rehearsal.toldTo(ADMIN)).toHaveLength(1);
      expect([JANE, SAM, WEI].flatMap((who) => rehearsal.toldTo(who))).toEqual([]);
      expect(rehearsal.messagesTo(ADMIN).map(wordsOf)[0]).toContain('example');
    });

    test('that cannot be sent says what the chat answered', async () => {
      const rehearsal = await rehearse({ users: USERS });
      if (chat === 'slack')
        rehearsal.slack.faults.add({ kind: 'error', code: 'token_revoked', method: SENDING.slack });
      else rehearsal.dingtalk.faults.add({ kind: 'error', code: 'bot.stopped', endpoint: SENDING.dingtalk });
      expect(await rehearsal.ask(ADMIN, 'preview')).toContain(
        chat === 'slack' ? 'token_revoked' : 'bot.stopped',
      );
    });
  });

  describe('/mfa history', () => {
    test('tells what was done about one user, and by whom', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start('jane.doe');
      await rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, 'enforce jane.doe'));
      const history = await rehearsal.say(ADMIN, 'history jane.doe');
      const kinds = await rehearsal.db
        .selectFrom('activity')
        .select('kind')
        .where('userId', 'is not', null)
        .execute();
      expect(kinds.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining([
          'case_opened',
          'user_released',
          'notice_sent',
          'enforce_confirmed',
          'enforce_verified',
        ]),
      );
      expect(JSON.stringify(history.wire.message)).toContain(idIn(chat, ADMIN));
      expect(wordsOf(history)).toMatch(/message sent \(first message\)/);
      expect(wordsOf(history)).toMatch(/follow-up opened \(no MFA device/);
    });

    test('tells what was done to everybody, too: holds, releases and pauses, and by whom', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      await rehearsal.say(ADMIN, 'pause');
      rehearsal.aWhileLater(60);
      await rehearsal.start();
      const history = await rehearsal.say(ADMIN, 'history jane.doe');
      for (const entry of [
        'account held (the account is new)',
        'account released by',
        'messages paused by',
        'messages resumed by',
      ])
        expect(wordsOf(history)).toContain(entry);
      expect(wordsOf(history)).not.toContain('nora.kent');
    });

    test('goes on from where it is told to, the newest first', async () => {
      const { ask, start, advanceTo } = await rehearse({ users: USERS });
      await start();
      await advanceTo('2026-03-11T12:00');
      const all = await ask(ADMIN, 'history jane.doe');
      expect(all.indexOf('warning')).toBeLessThan(all.indexOf('reminder'));
      const rest = await ask(ADMIN, 'history jane.doe 3');
      expect(rest).toContain('follow-up opened');
      expect(rest).not.toContain('warning');
      expect(await ask(ADMIN, 'history jane.doe x')).toContain('/mfa history <user> [<from number>]');
    });
  });
});
