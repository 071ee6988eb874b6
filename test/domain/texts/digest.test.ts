import { describe, expect, it } from 'vitest';
import type { ChatCode } from '../../../src/domain/code-meaning.ts';
import type { DigestModel } from '../../../src/domain/texts/layouts/digest.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { messageText } from '../../docs/markdown.ts';
import { digestModel, quotaLine, SAMPLES, streamLine, user } from './samples.ts';

const said = (changes: Partial<DigestModel> = {}, language: 'en' | 'zh' = 'en') =>
  messageText(textsFor(language).channel.digest(digestModel(changes)));

const users = (count: number) => Array.from({ length: count }, (_, index) => user(`user-${index + 1}`));

const GONE: ChatCode = { chat: 'slack', code: null, meaning: 'person_gone' };

describe('the digest', () => {
  it('opens with the truth', () => {
    expect(said()).toContain('38 of 42 users with a console password are protected by MFA (90.5%).');
    expect(said({}, 'zh')).toContain('有控制台密码的 42 个用户中，38 个已受 MFA 保护（90.5%）。');
  });

  it('counts unknown users as not protected', () => {
    const totals = {
      compliant: 1,
      noncompliant: 2,
      unknown: 1,
      notApplicable: 9,
      boundNotRequired: 0,
    };
    expect(said({ totals, compliantPercent: 25 })).toContain('1 of 4 users');
  });

  it('shows no figure when nothing is complete', () => {
    const accounts = digestModel().accounts.map((account) => ({
      ...account,
      complete: false,
      incomplete: {
        reason: 'credentials',
        code: 'InvalidAccessKeyId.NotFound',
        lastCompleteAt: null,
      } as const,
    }));
    const text = said({ anyComplete: false, accounts });
    expect(text).toContain('No complete audit today.');
    expect(text).toContain('the credentials were refused (InvalidAccessKeyId.NotFound)');
    expect(text).not.toMatch(/38|90\.5%/);
  });

  it('says so when there is nothing to compare with', () => {
    const text = said({ changes: null });
    expect(text).toContain('no earlier report');
    expect(text).not.toMatch(/[+−±]\d/);
  });

  it('shows changes with their sign', () => {
    expect(said()).toMatch(/38 \(\+2\)/);
    expect(said()).toMatch(/3 \(−1\)/);
    expect(said()).toMatch(/10 \(±0\)/);
  });

  it.each([
    ['unmapped', { unmapped: users(13) }],
    ['ambiguous', { ambiguous: users(13) }],
    ['unreachable', { unreachable: users(13).map((user) => ({ user, code: GONE })) }],
  ])('cuts a long list of %s users', (_, about) => {
    const text = said(about);
    expect(text).toContain('(13):');
    expect(text).toContain('user-10@');
    expect(text).not.toContain('user-11@');
    expect(text).toContain('and 3 more');
  });

  it('offers to require MFA for the overdue, and by hand where enforcement is off', () => {
    expect(said({ overdueCount: 3 })).toContain('Require MFA for these 3: /mfa enforce overdue');
    expect(said({ overdueCount: 3, enforcement: 'off' })).toContain('Modify Logon Settings');
    expect(said({ overdueCount: 3, enforcement: 'off' })).not.toContain('/mfa enforce');
    expect(said({ overdueCount: 0 })).not.toContain('enforce');
  });

  it('names the grants that are missing, the accounts held and how to release them', () => {
    const [account] = digestModel().accounts;
    if (account === undefined) throw new Error('the sample has an account');
    const held = { reason: 'first_seen', wouldMessage: 7 } as const;
    const text = said({ accounts: [{ ...account, held, missingGrants: ['ram:ListPasskeys'] }] });
    expect(text).toContain('Please grant the reader ram:ListPasskeys.');
    expect(text).toContain('7 people would get a message.');
    expect(text).toContain('/mfa start');
  });

  it('warns of a reading key that can enforce, and of break-glass names that do not exist', () => {
    expect(said({ enforcement: 'reader_key' })).toContain('The reading key can also enforce.');
    expect(said({ breakGlass: { configured: ['x'], notFound: ['x'] } })).toContain(
      'Break-glass users not found: x',
    );
  });

  it('draws a line only where there are two points', () => {
    const chart = (trend: DigestModel['trend']) =>
      textsFor('en')
        .channel.digest(digestModel({ trend }))
        .blocks.some((block) => block.kind === 'chart');
    expect(chart([{ label: '12-08', value: 90 }])).toBe(false);
    expect(chart(digestModel().trend)).toBe(true);
  });

  it('says what the percent means and which rule it is', () => {
    expect(said()).toContain('Percent = protected / (protected + not protected + unknown)');
    expect(said()).toContain('CIS Alibaba Cloud Foundation Benchmark 1.4');
  });

  it.each([
    ['en', 'DingTalk: 1,234 of 5,000 calls this month, about 300 more expected.'],
    ['zh', '钉钉：本月调用额度 5,000 次，已用 1,234 次，预计还需约 300 次。'],
  ] as const)('counts the calls of a chat that counts them, in %s', (language, line) => {
    expect(said({ quotas: [quotaLine()] }, language)).toContain(line);
    expect(said({ quotas: [quotaLine()] }, language)).not.toContain('/mfa me');
    expect(said({ quotas: [] }, language)).not.toMatch(/calls|额度/);
  });

  it.each([
    ['en', '412 of 3,000 messages received and answered this month', 'may stay without an answer'],
    ['zh', '本月收发消息额度 3,000 条，已用 412 条', '可能得不到回应'],
  ] as const)('counts what comes over the connection apart, in %s', (language, line, spent) => {
    expect(said({ quotas: [streamLine()] }, language)).toContain(line);
    expect(said({ quotas: [streamLine()] }, language)).not.toContain(spent);
    const text = said({ quotas: [streamLine({ isSpent: true })] }, language);
    expect(text).toContain(spent);
    expect(text).toContain('DINGTALK_MONTHLY_STREAM_QUOTA');
  });

  it('expects no more calls where there is nothing left to say', () => {
    expect(said({ quotas: [quotaLine({ forecast: 0 })] })).toContain('no more expected');
    expect(said({ quotas: [quotaLine({ forecast: 0 })] })).not.toContain('about 0');
  });

  it.each([
    ['en', 'get the same words in one call', '/mfa me tells each of them'],
    ['zh', '合并在一次调用里发送', '由本人输入 /mfa me 查看'],
  ] as const)('says that people are batched, in %s', (language, batched, names) => {
    const text = said({ quotas: [quotaLine({ used: 3120, batching: true })] }, language);
    expect(text).toContain(batched);
    expect(text).toContain(names);
  });

  it.each([
    ['en', 'Messages in DingTalk have stopped until next month.'],
    ['zh', '额度已用完，钉钉消息已停发，下个月恢复。'],
  ] as const)('says that messages have stopped, and what to do, in %s', (language, stopped) => {
    const text = (isSpent: boolean) => said({ quotas: [quotaLine({ isSpent, batching: true })] }, language);
    expect(text(false)).not.toContain(stopped);
    expect(text(true)).toContain(stopped);
    expect(text(true)).toContain('DINGTALK_MONTHLY_QUOTA');
    expect(text(true)).not.toContain('/mfa me');
  });

  it('is built alike in both languages', () => {
    for (const sample of SAMPLES.filter(({ from }) => from === 'channel.digest')) {
      const kinds = (language: 'en' | 'zh') =>
        sample.of(textsFor(language)).blocks.map((block) => block.kind);
      expect(kinds('zh')).toEqual(kinds('en'));
    }
  });
});
