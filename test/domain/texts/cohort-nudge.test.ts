import { describe, expect, it } from 'vitest';
import { type Block, LANGUAGES, type Message } from '../../../src/domain/message.ts';
import { LADDER_STEPS } from '../../../src/domain/notice.ts';
import type { CohortNudgeModel } from '../../../src/domain/texts/layouts/nudge.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../../../src/domain/texts/links.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { linkUrls, messageMarkdown, messageText } from '../../docs/markdown.ts';
import { guideUrl } from './guide-url.ts';

const STEPS = [...LADDER_STEPS, 'regressed'] as const;
/** What one direct message may hold in the chat that takes least. */
const MARKDOWN_LENGTH_MAX = 3800;
const DEADLINE = { at: Date.parse('2026-12-22T17:30:00+08:00'), zone: 'Asia/Shanghai' };

const cohortModel = (changes: Partial<CohortNudgeModel> = {}): CohortNudgeModel => ({
  step: 'first',
  deadline: DEADLINE,
  site: 'cn',
  securityContact: 'security@corp.example',
  mayPutOff: true,
  ...changes,
});

const SAID = {
  en: {
    deadline: '22 Dec 2026, 17:30 (Asia/Shanghai)',
    genuine: 'This bot never asks for a code, a password or a picture of a QR code',
    whereToLook: 'type /mfa me to see yours',
    otherApps: 'any other authenticator app',
    byItself: 'opens by itself',
  },
  zh: {
    deadline: '12月22日（周二）17:30（北京时间）',
    genuine: '绝不会索要验证码、密码或二维码截图',
    whereToLook: '输入 /mfa me 查看',
    otherApps: '其他验证器应用',
    byItself: '自动打开',
  },
} as const;

const steps = (message: Message) =>
  message.blocks.flatMap((block: Block) => (block.kind === 'steps' ? block.items : []));

describe.each(LANGUAGES)('the nudge for several people in %s', (language) => {
  const { cohortNudge } = textsFor(language).notice;

  it.each(STEPS)('%s: says by when, where to look, how, how to check, and whom to ask', (step) => {
    const message = cohortNudge(cohortModel({ step }));
    const said = messageText(message);
    for (const words of Object.values(SAID[language])) expect(said).toContain(words);
    expect(said).toContain('security@corp.example');
    expect(message.summary).toMatch(/22 Dec 2026|12月22日/);
    expect(steps(message).length).toBe(5);
    expect(messageMarkdown(message).length).toBeLessThan(MARKDOWN_LENGTH_MAX);
    expect(message.blocks.at(-2)).toMatchObject({
      kind: 'buttons',
      buttons: [{ command: 'me' }, { command: 'later' }],
    });
  });

  it.each(['intl', 'cn'] as const)('has both links of the app and the guide, no sign-in page: %s', (site) => {
    expect(linkUrls(cohortNudge(cohortModel({ site })))).toEqual([
      GOOGLE_AUTHENTICATOR_IOS,
      GOOGLE_AUTHENTICATOR_ANDROID,
      guideUrl(site, language),
    ]);
  });

  it('has a title, an opening and a notification of its own for every step', () => {
    const messages = STEPS.map((step) => cohortNudge(cohortModel({ step })));
    const distinct = (values: readonly unknown[]) =>
      new Set(values.map((value) => JSON.stringify(value))).size;
    expect(distinct(messages.map((message) => message.summary))).toBe(STEPS.length);
    expect(distinct(messages.map((message) => message.blocks[0]))).toBe(STEPS.length);
    expect(distinct(messages.map((message) => message.blocks[1]))).toBe(STEPS.length);
  });

  it('asks for it by the deadline, and once overdue says that it was due', () => {
    const label = { en: ['Please do it by', 'It was due'], zh: ['请在此之前完成', '原定截止时间'] }[language];
    const [before, after] = (['deadline', 'overdue'] as const).map((step) =>
      messageText(cohortNudge(cohortModel({ step }))),
    );
    expect(label.map((words) => before?.includes(words))).toEqual([true, false]);
    expect(label.map((words) => after?.includes(words))).toEqual([false, true]);
  });
});

it.each(STEPS)('%s: both languages are built alike', (step) => {
  const kinds = (language: 'en' | 'zh') =>
    textsFor(language)
      .notice.cohortNudge(cohortModel({ step }))
      .blocks.map((block) => block.kind);
  expect(kinds('zh')).toEqual(kinds('en'));
});
