import { describe, expect, it } from 'vitest';
import { messageText as inTerminal } from '../../../src/chat/console/message-text.ts';
import { type Block, LANGUAGES, type Message } from '../../../src/domain/message.ts';
import { LADDER_STEPS } from '../../../src/domain/notice.ts';
import { typedName } from '../../../src/domain/texts/labels.ts';
import type { NudgeModel } from '../../../src/domain/texts/layouts/nudge.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../../../src/domain/texts/links.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { linkUrls, messageMarkdown, messageText } from '../../docs/markdown.ts';
import { guideUrl } from './guide-url.ts';
import { nudged, nudgeModel, user } from './samples.ts';

const STEPS = [...LADDER_STEPS, 'regressed'] as const;
/** What one direct message may hold in the chat that takes least. */
const MARKDOWN_LENGTH_MAX = 3800;

const MODELS: readonly (readonly [string, NudgeModel])[] = [
  ...STEPS.flatMap((step) =>
    [true, false].map(
      (complete) => [`${step}, ${complete ? 'complete' : 'short'}`, { step, complete }] as const,
    ),
  ),
  [
    'required but not bound',
    { users: [nudged(user('jane.doe'), { reason: 'required_but_not_bound' })] },
  ] as const,
  ['not known whether allowed', { users: [nudged(user('jane.doe'), { mayManageOwnDevice: null })] }] as const,
  ['not allowed', { users: [nudged(user('jane.doe'), { mayManageOwnDevice: false })] }] as const,
  [
    'three users, one not allowed',
    {
      users: [
        nudged(user('jane.doe')),
        nudged(user('jane.ops'), { reason: 'required_but_not_bound' }),
        nudged(user('jane.dev'), { mayManageOwnDevice: false }),
      ],
    },
  ] as const,
].map(([title, changes]) => [title, nudgeModel(changes)]);

const GENUINE = {
  en: 'This bot never asks for a code, a password or a picture of a QR code',
  zh: '绝不会索要验证码、密码或二维码截图',
} as const;

const FROM = { en: 'the MFA bot of your security team', zh: '我是安全团队的 MFA 机器人' } as const;
/** Of the first message, in English, without the addresses its links lead to. */
const FIRST_LENGTH_MAX = 1600;

const kinds = (message: Message) => message.blocks.map((block) => block.kind);
const steps = (message: Message) =>
  message.blocks.flatMap((block: Block) => (block.kind === 'steps' ? block.items : []));

describe.each(LANGUAGES)('a nudge in %s', (language) => {
  const { nudge } = textsFor(language).notice;

  it.each(MODELS)('%s: says who asks, by when, how to check, and whom to ask', (_title, model) => {
    const message = nudge(model);
    const said = messageText(message);
    for (const { userName, account } of model.users) {
      expect(said).toContain(userName);
      expect(said).toContain(account.accountId);
    }
    expect(said).toMatch(
      language === 'en' ? /22 Dec 2026, 17:30 \(Asia\/Shanghai\)/ : /12月22日（周二）17:30（北京时间）/,
    );
    expect(said).toContain(GENUINE[language]);
    expect(said).toContain('/mfa me');
    expect(said).toContain('security@corp.example');
    expect(messageMarkdown(message).length).toBeLessThan(MARKDOWN_LENGTH_MAX);
    const typed = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    const [only, ...others] = model.users.map(typedName);
    const putOff = (words: string) => (model.mayPutOff ? [words] : []);
    expect(typed.map(({ command }) => command)).toEqual(
      others.length > 0
        ? ['me', ...putOff('later')]
        : ['me', ...putOff(`later ${only}`), `not-me ${only}`, `shared ${only}`],
    );
    expect(kinds(message).at(-1)).toBe('paragraph');
    expect(said).toContain(FROM[language]);
  });

  it.each(STEPS)('%s: complete has six steps, short has four, both with every link', (step) => {
    const complete = nudge(nudgeModel({ step, complete: true }));
    const short = nudge(nudgeModel({ step, complete: false }));
    expect([steps(complete).length, steps(short).length]).toEqual([6, 4]);
    for (const message of [complete, short]) {
      expect(linkUrls(message)).toEqual([
        'https://signin.alibabacloud.com/corp.onaliyun.com/login.htm',
        GOOGLE_AUTHENTICATOR_IOS,
        GOOGLE_AUTHENTICATOR_ANDROID,
        guideUrl('intl', language),
      ]);
    }
  });

  it('has a title, an opening and a notification of its own for every step', () => {
    const messages = STEPS.map((step) => nudge(nudgeModel({ step, complete: false })));
    const distinct = (values: readonly unknown[]) =>
      new Set(values.map((value) => JSON.stringify(value))).size;
    expect(distinct(messages.map((message) => message.summary))).toBe(STEPS.length);
    expect(distinct(messages.map((message) => message.blocks[0]))).toBe(STEPS.length);
    expect(distinct(messages.map((message) => message.blocks[1]))).toBe(STEPS.length);
  });

  it('sends no steps the console would refuse, and no sign-in link with them', () => {
    const message = nudge(nudgeModel({ users: [nudged(user('jane.doe'), { mayManageOwnDevice: false })] }));
    expect(steps(message)).toEqual([]);
    expect(linkUrls(message)).toEqual([]);
  });

  it('lets the page open by itself only where MFA is required', () => {
    const byItself = language === 'en' ? 'opens by itself' : '自动打开';
    const second = (changes: Partial<NudgeModel>) => JSON.stringify(steps(nudge(nudgeModel(changes)))[1]);
    expect(second({})).not.toContain(byItself);
    expect(second({ users: [nudged(user('jane.doe'), { reason: 'required_but_not_bound' })] })).toContain(
      byItself,
    );
  });

  it('names the earliest of several deadlines in the notification', () => {
    const later = { at: Date.parse('2026-12-30T17:30:00+08:00'), zone: 'Asia/Shanghai' };
    const users = [nudged(user('jane.doe'), { deadline: later }), nudged(user('jane.ops'))];
    expect(nudge(nudgeModel({ users })).summary).toMatch(/22 Dec|12月22日/);
  });
});

it.each(MODELS)('%s: both languages are built alike', (_title, model) => {
  const [en, zh] = [textsFor('en').notice.nudge(model), textsFor('zh').notice.nudge(model)];
  expect(kinds(zh)).toEqual(kinds(en));
  expect(steps(zh).length).toBe(steps(en).length);
});

it('the first message can be read in ten seconds: what to do and by when stand before anything else', () => {
  const message = textsFor('en').notice.nudge(nudgeModel());
  expect(inTerminal(message).replace(/ <https:[^>]+>/g, '').length).toBeLessThanOrEqual(FIRST_LENGTH_MAX);
  expect(messageText(message).length).toBeLessThanOrEqual(FIRST_LENGTH_MAX);
  expect(kinds(message)).toEqual([
    'heading',
    'paragraph',
    'facts',
    'paragraph',
    'steps',
    'note',
    'buttons',
    'paragraph',
  ]);
});

it('names today’s labels first, the older ones in brackets', () => {
  const said = (language: 'en' | 'zh') => messageText(textsFor(language).notice.nudge(nudgeModel()));
  expect(said('en')).toMatch(/Get started \(older: Begin setup\).*Scan a QR code \(Scan barcode\)/);
  expect(said('en')).toMatch(/Enter a setup key \(Manual entry\).*Add \(√\)/);
  expect(said('en')).toMatch(/Virtual MFA \(older: MFA Device\)/);
  expect(said('zh')).toMatch(/「开始使用」（旧版「开始设置」）.*「扫描二维码」（旧版「扫描条形码」）/);
  expect(said('zh')).toMatch(/「输入设置密钥」（旧版「手动输入验证码」）.*「添加」（旧版「√」）/);
});

it('has room for what it says in Slack: side by side without a hole', () => {
  const facts = textsFor('en')
    .notice.nudge(nudgeModel())
    .blocks.flatMap((block) => (block.kind === 'facts' ? block.rows : []));
  expect(facts.length % 2).toBe(0);
});
