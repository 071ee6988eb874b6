import { describe, expect, test } from 'vitest';
import type { ChatName } from '../../src/domain/chats.ts';
import {
  ADMIN,
  BOTH_CHATS,
  EACH_CHAT,
  idIn,
  person,
  type Rehearsal,
  rehearse,
  rehearseIn,
} from './rehearsal.ts';

type Outage = 'server_error' | 'reset_before';

/** What a start asks first is not answered any more. */
function outOfOrder(rehearsal: Rehearsal, chat: ChatName, kind: Outage = 'server_error'): void {
  const times = 100_000;
  if (chat === 'slack') rehearsal.slack.faults.add({ kind, method: 'auth.test', times });
  else rehearsal.dingtalk.faults.add({ kind, endpoint: 'POST /v1.0/gateway/connections/open', times });
}

function revoke(rehearsal: Rehearsal, chat: ChatName): void {
  if (chat === 'slack') rehearsal.slack.revokeToken();
  else rehearsal.dingtalk.revokeCredentials();
}

const OTHER = { slack: 'dingtalk', dingtalk: 'slack' } as const;

const stateOf = async (rehearsal: Rehearsal, chat: ChatName) =>
  (await rehearsal.app.health()).parts.get(chat)?.status;

describe.each(EACH_CHAT)('a start with %s alone', (chat) => {
  test.each(['server_error', 'reset_before'] as const)(
    'which is out of order (%s) waits for it, and then says for how long it was',
    async (kind) => {
      const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
      await rehearsal.restart(() => outOfOrder(rehearsal, chat, kind));
      expect(rehearsal.app.isActive()).toBe(true);
      await rehearsal.advanceTo('2026-03-02T10:30');
      expect(await stateOf(rehearsal, chat)).toBe('failing');
      rehearsal[chat].faults.clear();
      await rehearsal.advanceTo('2026-03-02T11:00');
      expect(await stateOf(rehearsal, chat)).toBe('working');
      expect(await rehearsal.ask(ADMIN, 'help')).toContain('/mfa');
      expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/^Works again/)]);
    },
  );

  test('which refuses the credentials ends', async () => {
    const rehearsal = await rehearseIn(chat)();
    const start = rehearsal.restart(() => revoke(rehearsal, chat));
    await expect(start).rejects.toMatchObject({ name: 'DeliveryError', reason: 'configuration' });
  });

  test('which refuses them only once it has begun does not end', async () => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')] });
    await rehearsal.restart(() => outOfOrder(rehearsal, chat));
    rehearsal[chat].faults.clear();
    revoke(rehearsal, chat);
    await rehearsal.advanceTo('2026-03-03T10:00');
    expect(rehearsal.app.isActive()).toBe(true);
    expect(await stateOf(rehearsal, chat)).toBe('failing');
    const audits = await rehearsal.db.selectFrom('auditRun').select('outcome').execute();
    expect(audits).toEqual([{ outcome: 'complete' }, { outcome: 'complete' }]);
  });
});

describe('a start with both chats', () => {
  test('that refuse the credentials ends', async () => {
    const rehearsal = await rehearse({ chats: BOTH_CHATS });
    const start = rehearsal.restart(() => {
      for (const chat of BOTH_CHATS) revoke(rehearsal, chat);
    });
    await expect(start).rejects.toMatchObject({ name: 'DeliveryError', reason: 'configuration' });
  });

  describe.each(EACH_CHAT)('of which %s refuses them', (refusing) => {
    const works = OTHER[refusing];
    const inBoth = () => rehearse({ chats: BOTH_CHATS, variables: { DEFAULT_LANGUAGE: 'en' } });
    const status = (rehearsal: Rehearsal) => rehearsal.hands(works).say(idIn(works, ADMIN), 'status');

    test('serves the other, and says there what fails', async () => {
      const rehearsal = await inBoth();
      await rehearsal.restart(() => revoke(rehearsal, refusing));
      expect((await status(rehearsal)).words).toMatch(/Not working/);
    });

    test('waits for the other, which is out of order', async () => {
      const rehearsal = await inBoth();
      await rehearsal.restart(() => {
        revoke(rehearsal, refusing);
        outOfOrder(rehearsal, works);
      });
      expect(rehearsal.app.isActive()).toBe(true);
      rehearsal[works].faults.clear();
      await rehearsal.advanceTo('2026-03-02T11:00');
      expect((await status(rehearsal)).words).toMatch(/Not working/);
    });
  });
});

test('a start while Alibaba Cloud is out of order goes on, and reads once it is back', async () => {
  const rehearsal = await rehearse({ users: [person('jane.doe')] });
  await rehearsal.restart(() => {
    rehearsal.alibaba.faults.add({ kind: 'server_error', action: 'GetCallerIdentity' });
  });
  expect(rehearsal.app.isActive()).toBe(true);
  rehearsal.alibaba.faults.clear();
  await rehearsal.advanceTo('2026-03-03T10:00');
  expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/Not working/);
});

test('a start whose key Alibaba Cloud refuses ends', async () => {
  const rehearsal = await rehearse();
  const start = rehearsal.restart(undefined, { ALIBABA_CLOUD_ACCESS_KEY_ID: 'AKWRONG' });
  await expect(start).rejects.toMatchObject({ name: 'AlibabaError', reason: 'credentials' });
});
