import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/domain/message.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { linkUrls, messageText } from '../../docs/markdown.ts';
import { managerWarningModel, user } from './samples.ts';

const SOONER = { at: Date.parse('2026-12-22T17:30:00+08:00'), zone: 'Asia/Shanghai' };
const LATER = { at: Date.parse('2026-12-24T17:30:00+08:00'), zone: 'Asia/Shanghai' };
const TWO_USERS = [
  { user: user('jane.ops'), deadline: LATER },
  { user: user('jane.doe'), deadline: SOONER },
];

const SAID = {
  en: {
    help: 'Please help Jane Doe find about five minutes before then.',
    nothingToDo: 'There is nothing for you to click or to approve, and I need no answer.',
    genuine: 'This bot never asks for a code, a password or a picture of a QR code',
    noBlame: 'it is no complaint about anybody',
    deadline: '22 Dec 2026, 17:30 (Asia/Shanghai)',
  },
  zh: {
    help: '请帮 Jane Doe 在此之前抽出大约五分钟。',
    nothingToDo: '你自己不用点击或审批任何东西，也不用回复我。',
    genuine: '绝不会索要验证码、密码或二维码截图',
    noBlame: '这里没有批评谁的意思',
    deadline: '12月22日（周二）17:30（北京时间）',
  },
} as const;

describe.each(LANGUAGES)('the warning to a manager in %s', (language) => {
  const { managerWarning } = textsFor(language).notice;

  it('says who, which user, by when, what to do, and whom to ask', () => {
    const said = messageText(managerWarning(managerWarningModel()));
    for (const words of Object.values(SAID[language])) expect(said).toContain(words);
    const account = language === 'en' ? 'corp (1234567890123456)' : 'corp（1234567890123456）';
    for (const words of ['jane.doe', account, 'security@corp.example']) {
      expect(said).toContain(words);
    }
  });

  it('has nothing to click and no command to type', () => {
    const message = managerWarning(managerWarningModel({ users: TWO_USERS }));
    expect(linkUrls(message)).toEqual([]);
    expect(message.blocks.map((block) => block.kind)).not.toContain('buttons');
    expect(messageText(message)).not.toContain('/mfa');
  });

  it('names every user with its own deadline, and the earliest in the notification', () => {
    const message = managerWarning(managerWarningModel({ users: TWO_USERS }));
    const bullets = message.blocks.find((block) => block.kind === 'bullets');
    expect(bullets?.items.map((item) => JSON.stringify(item))).toEqual([
      expect.stringMatching(/jane\.ops.*(24 Dec|12月24日)/),
      expect.stringMatching(/jane\.doe.*(22 Dec|12月22日)/),
    ]);
    expect(message.summary).toMatch(/22 Dec|12月22日/);
    expect(messageText(message)).toContain(
      language === 'en' ? 'about five minutes for each user before' : '为每个用户抽出大约五分钟',
    );
  });

  it('counts the users it has no room for', () => {
    const users = Array.from({ length: 18 }, (_, index) => ({
      user: user(`jane-${index + 1}`),
      deadline: SOONER,
    }));
    const said = messageText(managerWarning(managerWarningModel({ users })));
    expect(said).toContain('jane-15');
    expect(said).not.toContain('jane-16');
    expect(said).toContain(language === 'en' ? 'and 3 more' : '另有 3 个未列出');
  });

  it('falls back to the security team before a contact is set', () => {
    const said = messageText(managerWarning(managerWarningModel({ securityContact: null })));
    expect(said).toContain(language === 'en' ? 'Please tell your security team.' : '请告诉安全团队。');
  });
});

it('puts no space around a Chinese name in Chinese', () => {
  const said = messageText(textsFor('zh').notice.managerWarning(managerWarningModel({ personName: '李雷' })));
  expect(said).toContain('请帮李雷在');
  expect(said).toContain('据我了解，李雷在你的团队');
  expect(said).not.toMatch(/ 李雷|李雷 /);
});
