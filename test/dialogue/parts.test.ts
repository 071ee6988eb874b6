import { describe, expect, test } from 'vitest';
import { PERMISSIONS } from '../../src/chat/dingtalk/permissions.ts';
import { BOT_SCOPES } from '../../src/chat/slack/scopes.ts';
import type { ChatName } from '../../src/domain/chats.ts';
import {
  ADMIN,
  BOTH_CHATS,
  EACH_CHAT,
  idIn,
  JANE,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
  SAM,
  SECURITY_GROUP,
  tagOf,
  WEI,
} from './rehearsal.ts';

/** The app was removed, or its credentials are worth nothing any more. */
function revoke(rehearsal: Rehearsal, chat: ChatName): void {
  if (chat === 'slack') rehearsal.slack.revokeToken();
  else rehearsal.dingtalk.revokeCredentials();
}

function restore(rehearsal: Rehearsal, chat: ChatName): void {
  if (chat === 'slack') rehearsal.slack.restoreToken();
  else rehearsal.dingtalk.restoreCredentials();
}

function refusePerson(rehearsal: Rehearsal, chat: ChatName, who: string): void {
  if (chat === 'slack') rehearsal.slack.refuseMessagesTo(who);
  else rehearsal.dingtalk.setRecipientOutcome(idIn(chat, who), 'forbidden');
}

function reachPerson(rehearsal: Rehearsal, chat: ChatName, who: string): void {
  if (chat === 'slack') rehearsal.slack.refuseMessagesTo(who, null);
  else rehearsal.dingtalk.setRecipientOutcome(idIn(chat, who), 'delivered');
}

const REFUSED_BY = { slack: 'access_denied', dingtalk: 'send.forbidden' } as const;
const OTHER = { slack: 'dingtalk', dingtalk: 'slack' } as const;

const digestOf = ({ channelMessages }: Pick<Rehearsal, 'channelMessages'>) =>
  channelMessages().findLast(({ summary }) => /MFA report/.test(summary))?.words ?? '';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearseHere = rehearseIn(chat);
  const PEOPLE = [person('jane.doe'), person('sam.lee'), person('wei')];

  describe('one person whom the chat refuses', () => {
    test('waits, and everybody else is told', async () => {
      const rehearsal = await rehearseHere({ users: PEOPLE, variables: { TIMEZONE: 'Asia/Shanghai' } });
      refusePerson(rehearsal, chat, JANE);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T17:00');
      expect(rehearsal.toldTo(WEI)).toHaveLength(1);
      expect(rehearsal.toldTo(SAM)).toHaveLength(1);
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
      expect(await rehearsal.ask(ADMIN, 'status')).not.toContain('Not working');
    });

    test('is shown with the code, tried again ever more seldom, and told to admins after a day', async () => {
      const rehearsal = await rehearseHere({ users: PEOPLE });
      refusePerson(rehearsal, chat, JANE);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T17:00');
      expect(await rehearsal.ask(ADMIN, 'status unreachable')).toMatch(
        new RegExp(
          `jane\\.doe[\\s\\S]*${REFUSED_BY[chat].replace('.', '\\.')}: [^\\n]*refuses the bot’s messages to this person[^\\n]*Ask the admin`,
        ),
      );
      const refusals = () =>
        rehearsal.db.selectFrom('recipientRefusal').select('refusals').executeTakeFirstOrThrow();
      const first = (await refusals()).refusals;
      for (const day of ['03', '04', '05']) await rehearsal.advanceTo(`2026-03-${day}T16:00`);
      expect((await refusals()).refusals - first).toBeLessThanOrEqual(12);
      const told = rehearsal.toldTo(ADMIN).filter((summary) => /refused 1 person/.test(summary));
      expect(told).toHaveLength(1);
      expect(digestOf(rehearsal)).toContain(`${REFUSED_BY[chat]}: `);
      expect(digestOf(rehearsal)).toMatch(/refuses the bot’s messages to this person[^\n]*jane\.doe/);
    });

    test('is no proof against the chat, however often it is tried again', async () => {
      const rehearsal = await rehearseHere({ users: PEOPLE });
      refusePerson(rehearsal, chat, JANE);
      await rehearsal.start();
      for (let round = 0; round < 30; round += 1) {
        rehearsal.aWhileLater(5 * 60);
        await rehearsal.app.runDueJobs();
      }
      expect(await rehearsal.ask(ADMIN, 'status')).not.toContain('Not working');
    });

    test('is told once the chat takes it', async () => {
      const rehearsal = await rehearseHere({ users: PEOPLE });
      refusePerson(rehearsal, chat, JANE);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-03T16:00');
      reachPerson(rehearsal, chat, JANE);
      await rehearsal.advanceTo('2026-03-05T16:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      expect(await rehearsal.ask(ADMIN, 'status unreachable')).not.toContain('jane.doe');
    });
  });

  describe('a chat that refuses everybody', () => {
    const MANY = ['jane.doe', 'sam.lee', 'wei'].map((name) => person(name));

    test('is known by three people refused alike, and posts to the channel go on', async () => {
      const rehearsal = await rehearseHere({ users: MANY });
      for (const who of [JANE, SAM, WEI, ADMIN]) refusePerson(rehearsal, chat, who);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-02T17:30');
      expect(await rehearsal.ask(ADMIN, 'status')).toMatch(/Not working/);
      await rehearsal.advanceTo('2026-03-03T10:00');
      expect(digestOf(rehearsal)).toMatch(/^[\s\S]{0,400}Not working/);
    });

    test('works again once one person is reached; admins hear how long it did not', async () => {
      const rehearsal = await rehearseHere({ users: MANY });
      for (const who of [JANE, SAM, WEI, ADMIN]) refusePerson(rehearsal, chat, who);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-03T12:00');
      for (const who of [JANE, SAM, WEI, ADMIN]) reachPerson(rehearsal, chat, who);
      await rehearsal.advanceTo('2026-03-04T16:40');
      for (const name of ['jane.doe', 'sam.lee', 'wei'])
        expect(await rehearsal.notices(name)).toEqual(['first/1 sent']);
      expect(await rehearsal.ask(ADMIN, 'status')).not.toContain('Not working');
      expect(rehearsal.toldTo(ADMIN)).toContainEqual(expect.stringMatching(/^Works again/));
    });
  });

  test('a channel that is gone is told to admins, and people are not held up by it', async () => {
    const rehearsal = await rehearseHere({ users: PEOPLE });
    await rehearsal.start();
    if (chat === 'slack') rehearsal.slack.archive('C0SECURITY');
    else rehearsal.dingtalk.disband(SECURITY_GROUP.openConversationId);
    await rehearsal.advanceTo('2026-03-05T16:40');
    expect(rehearsal.toldTo(ADMIN)).toContainEqual(
      expect.stringMatching(/cannot post to the security channel/),
    );
    expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  });

  test('a role that was deleted is told at once, and once; and once more when it is back', async () => {
    const rehearsal = await rehearseHere({ users: PEOPLE });
    const broken = rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers' });
    await rehearsal.advanceTo('2026-03-03T09:20');
    const alarms = () =>
      rehearsal.toldTo(ADMIN).filter((summary) => /^(Not working|Works again)/.test(summary));
    expect(alarms()).toEqual([expect.stringMatching(/^Not working: .*corp.*NoPermission/)]);
    await rehearsal.advanceTo('2026-03-05T12:00');
    expect(alarms()).toHaveLength(1);
    expect(digestOf(rehearsal)).toMatch(/^[\s\S]{0,400}Not working/);
    broken.remove();
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect(alarms()).toEqual([expect.anything(), expect.stringMatching(/^Works again: .*corp/)]);
  });
});

describe.each(EACH_CHAT)('where %s is the only chat', (chat) => {
  test('what stopped while it was down is told once it works again', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
    await rehearsal.start();
    revoke(rehearsal, chat);
    await rehearsal.advanceTo('2026-03-03T12:00');
    rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'ListUsers' });
    await rehearsal.advanceTo('2026-03-04T12:00');
    restore(rehearsal, chat);
    await rehearsal.advanceTo('2026-03-05T08:00');
    const alarms = rehearsal.toldTo(ADMIN).filter((summary) => /^(Not working|Works again)/.test(summary));
    expect(alarms.filter((summary) => /^Not working: .*corp.*NoPermission/.test(summary))).toHaveLength(1);
    expect(alarms.filter((summary) => summary.startsWith('Works again'))).toHaveLength(1);
    expect(alarms).toHaveLength(2);
  });
});

interface Stop {
  readonly what: string;
  readonly code: string;
  stop(rehearsal: Rehearsal): void;
  mend(rehearsal: Rehearsal): void;
}

const without = (scopes: readonly string[], gone: string) => scopes.filter((scope) => scope !== gone);

/** What administrators of a chat do to an app, and what its vendor does. */
const STOPPED_BY: Readonly<Record<ChatName, readonly Stop[]>> = {
  slack: [
    {
      what: 'a revoked token',
      code: 'token_revoked',
      stop: ({ slack }) => slack.revokeToken(),
      mend: ({ slack }) => slack.restoreToken(),
    },
    {
      what: 'an app that was uninstalled',
      code: 'account_inactive',
      stop: ({ slack }) => slack.revokeToken('account_inactive'),
      mend: ({ slack }) => slack.restoreToken(),
    },
    {
      what: 'a scope that was removed',
      code: 'missing_scope',
      stop: ({ slack }) => slack.setScopes(without(BOT_SCOPES, 'chat:write')),
      mend: ({ slack }) => slack.setScopes(BOT_SCOPES),
    },
  ],
  dingtalk: [
    {
      what: 'a secret that was reset',
      code: 'invalidClientIdOrSecret',
      stop: ({ dingtalk }) => dingtalk.revokeCredentials(),
      mend: ({ dingtalk }) => dingtalk.restoreCredentials(),
    },
    {
      what: 'a scope that was removed',
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      stop: ({ dingtalk }) => dingtalk.setScopes(without(PERMISSIONS, 'qyapi_robot_sendmsg')),
      mend: ({ dingtalk }) => dingtalk.setScopes(PERMISSIONS),
    },
  ],
};

describe.each(EACH_CHAT)('in both chats, of which %s', (broken) => {
  const works = OTHER[broken];
  const inBoth = () =>
    rehearse({
      chats: BOTH_CHATS,
      users: [person('jane.doe', tagOf(broken, JANE)), person('wei', tagOf(works, WEI))],
      variables: { DEFAULT_LANGUAGE: 'en', TIMEZONE: 'Asia/Shanghai' },
    });
  const toldIn = (rehearsal: Rehearsal, chat: ChatName, who: string) =>
    rehearsal
      .hands(chat)
      .messagesTo(idIn(chat, who))
      .map(({ summary }) => summary);
  const alarms = (rehearsal: Rehearsal, chat: ChatName) =>
    toldIn(rehearsal, chat, ADMIN).filter((summary) => /^(Not working|Works again)/.test(summary));

  test('refuses the credentials: admins hear of it over the other, and the other goes on', async () => {
    const rehearsal = await inBoth();
    revoke(rehearsal, broken);
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T11:00');
    expect(alarms(rehearsal, works)).toEqual([expect.stringMatching(/^Not working: /)]);
    expect(alarms(rehearsal, broken)).toEqual([]);
    expect(toldIn(rehearsal, works, WEI)).toHaveLength(1);
    await rehearsal.advanceTo('2026-03-06T12:00');
    expect(alarms(rehearsal, works)).toHaveLength(1);
    const digest = digestOf(rehearsal.hands(works));
    expect(digest).toMatch(/^[\s\S]{0,400}Not working/);
    expect(await rehearsal.hands(works).say(idIn(works, ADMIN), 'status')).toMatchObject({
      words: expect.stringMatching(/Not working/),
    });
  });

  describe.each(STOPPED_BY[broken])('$what', ({ code, stop, mend }) => {
    test('is told once over the other; nothing is lost, and it goes on by itself', async () => {
      const rehearsal = await inBoth();
      stop(rehearsal);
      await rehearsal.start();
      await rehearsal.advanceTo('2026-03-04T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 planned']);
      expect(toldIn(rehearsal, works, WEI)).toHaveLength(1);
      expect(alarms(rehearsal, works)).toEqual([expect.stringMatching(/^Not working: /)]);
      const status = await rehearsal.hands(works).say(idIn(works, ADMIN), 'status');
      expect(status.words).toMatch(new RegExp(`Not working\\s+[^\\n]*${code}`));
      mend(rehearsal);
      await rehearsal.advanceTo('2026-03-05T12:00');
      expect(await rehearsal.notices('jane.doe')).toEqual(['first/1 sent']);
      expect(alarms(rehearsal, works)).toEqual([expect.anything(), expect.stringMatching(/^Works again/)]);
    });
  });

  test('takes the connection away and lets nobody back: told over the other, and once more when it is back', async () => {
    const rehearsal = await inBoth();
    await rehearsal.start();
    if (broken === 'slack') {
      const method = 'apps.connections.open';
      rehearsal.slack.faults.add({ kind: 'error', code: 'not_allowed_token_type', method, times: 100_000 });
    } else {
      const endpoint = 'POST /v1.0/gateway/connections/open';
      // About what is refused it is asked a minute later.
      rehearsal.dingtalk.faults.add({ kind: 'server_error', endpoint, times: 100_000 });
    }
    rehearsal[broken].disconnectSockets({ kind: 'drop' });
    const soon = async () => {
      rehearsal.aWhileLater(60);
      await rehearsal.app.runDueJobs();
      return alarms(rehearsal, works);
    };
    await expect.poll(soon).toEqual([expect.stringMatching(/^Not working: /)]);
    rehearsal[broken].faults.clear();
    await expect.poll(soon, { timeout: 15_000 }).toHaveLength(2);
    expect(alarms(rehearsal, works).at(-1)).toMatch(/^Works again/);
  });

  test('is down at the start: the bot starts, serves the other, and connects when it is back', async () => {
    const rehearsal = await inBoth();
    await rehearsal.restart(() => {
      if (broken === 'slack') {
        rehearsal.slack.faults.add({ kind: 'server_error', method: 'auth.test', times: 100_000 });
      } else {
        rehearsal.dingtalk.faults.add({
          kind: 'server_error',
          endpoint: 'POST /v1.0/gateway/connections/open',
          times: 100_000,
        });
      }
    });
    const asked = await rehearsal.hands(works).say(idIn(works, ADMIN), 'status');
    expect(asked.words).toContain('corp');
    rehearsal[broken].faults.clear();
    await rehearsal.advanceTo('2026-03-02T11:00');
    const answer = await rehearsal.hands(broken).say(idIn(broken, ADMIN), 'help');
    expect(answer.words).toContain('/mfa');
  });
});

test('a clock that is an hour off stops sending, and is told', async () => {
  let aheadMs = 0;
  const rehearsal = await rehearse({ users: [person('jane.doe')], machineAheadMs: () => aheadMs });
  await rehearsal.start();
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  aheadMs = 62 * 60_000;
  await rehearsal.advanceTo('2026-03-03T09:12');
  expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/^Not working: .*clock.*1h_ahead/)]);
  await rehearsal.advanceTo('2026-03-06T12:00');
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  aheadMs = 0;
  await rehearsal.advanceTo('2026-03-06T17:00');
  expect(rehearsal.toldTo(JANE)).toHaveLength(2);
  expect(rehearsal.toldTo(ADMIN).at(-1)).toMatch(/^Works again/);
});
