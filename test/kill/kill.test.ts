import { afterEach, describe, expect, it } from 'vitest';
import { newTestDatabase } from '../store/test-database.ts';
import { ACCOUNT, ADMIN, CHANNEL, eventually, type KillableBot, killableBot, PERSON } from './bot-process.ts';

const TEST_TIMEOUT_MS = 90_000;

/** The vendor has carried it out and the process dies before it can write that down: the worst moment there is. */
describe('killed between the vendor’s yes and the record of it', { timeout: TEST_TIMEOUT_MS }, () => {
  let bot: KillableBot;
  afterEach(() => bot.stop());

  it('a message to a person is found in the conversation and not sent again', async () => {
    bot = await killableBot(await newTestDatabase());
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    bot.slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_hang', times: 1 });
    await bot.confirmed('start');
    await eventually('the message', () => bot.slack.directMessages(PERSON).length === 1);
    expect(await stateOf(bot, 'first')).toBe('sending');
    await bot.kill();

    await bot.start();
    await eventually('the record', async () => (await stateOf(bot, 'first')) === 'sent');
    expect(bot.slack.directMessages(PERSON)).toHaveLength(1);
    expect(await bot.query('select told_at from case_file where told_at is not null')).toHaveLength(1);
  });

  it('a digest, which cannot be looked for, is unknown, not repeated, and the admins are told', async () => {
    bot = await killableBot(await newTestDatabase());
    bot.slack.faults.add({ method: 'chat.postMessage', kind: 'accept_then_hang', times: 1 });
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    await bot.kill();

    await bot.start();
    const [told] = await eventually('a word to the admin', () => {
      const messages = bot.slack.directMessages(ADMIN);
      return messages.length > 0 && messages;
    });
    expect(told?.text).toMatch(/report|digest/i);
    expect(await bot.query(`select state from post where kind = 'digest'`)).toEqual([{ state: 'unknown' }]);
    expect(bot.slack.channelMessages(CHANNEL)).toHaveLength(1);
  });

  it('an enforcement is settled by reading the profile, not by a second call', async () => {
    bot = await killableBot(await newTestDatabase());
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    bot.alibaba.faults.add({ action: 'UpdateLoginProfile', kind: 'hang', carriedOut: true, times: 1 });
    await bot.confirmed('enforce jane.doe');
    await eventually('the call', () => bot.alibaba.requests.count('UpdateLoginProfile') === 1);
    await bot.kill();

    await bot.start();
    await eventually('the record', async () => (await enforcementOf(bot)) === 'verified');
    expect(bot.alibaba.requests.count('UpdateLoginProfile')).toBe(1);
    expect(bot.alibaba.account(ACCOUNT).user('jane.doe').loginProfile?.mfaBindRequired).toBe(true);
    await eventually('a word to the admin', () => bot.slack.directMessages(ADMIN).length > 0);
  });

  it('an enforcement that never reached RAM is recorded as failed, and nothing is changed behind the admin’s back', async () => {
    bot = await killableBot(await newTestDatabase());
    await bot.start();
    await eventually('the digest', () => bot.slack.channelMessages(CHANNEL).length === 1);
    bot.alibaba.faults.add({ action: 'UpdateLoginProfile', kind: 'hang', carriedOut: false, times: 1 });
    await bot.confirmed('enforce jane.doe');
    await eventually('the call', () => bot.alibaba.requests.count('UpdateLoginProfile') === 1);
    await bot.kill();

    await bot.start();
    await eventually('the record', async () => (await enforcementOf(bot)) === 'failed');
    expect(bot.alibaba.requests.count('UpdateLoginProfile')).toBe(1);
    expect(bot.alibaba.account(ACCOUNT).user('jane.doe').loginProfile?.mfaBindRequired).toBe(false);
  });
});

async function stateOf(bot: KillableBot, step: string): Promise<string | undefined> {
  const notices = await bot.query<{ state: string }>(`select state from notice where step = '${step}'`);
  return notices[0]?.state;
}

async function enforcementOf(bot: KillableBot): Promise<string | undefined> {
  return (await bot.query<{ state: string }>('select state from enforcement'))[0]?.state;
}
