import { describe, expect, it } from 'vitest';
import { type Block, LANGUAGES, type Message } from '../../../src/domain/message.ts';
import type { OwnUser } from '../../../src/domain/texts/layouts/me.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { linkUrls, messageText } from '../../docs/markdown.ts';
import { own, user } from './samples.ts';

const NOW = { at: Date.parse('2026-12-08T09:30:00+08:00'), zone: 'Asia/Shanghai' };
const JANE = user('jane.doe');
const OPS = user('jane.ops');
const SIGN_IN_PAGE = /signin\.alibabacloud\.com/;

const NOT_ALLOWED = { en: 'does not let its users set up MFA themselves', zh: '不允许用户自己绑定 MFA 设备' };
const IF_REFUSED = { en: 'If the console does not let you', zh: '如果控制台提示没有权限' };

const steps = (message: Message) =>
  message.blocks.flatMap((block: Block) => (block.kind === 'steps' ? block.items : []));
const signInPages = (message: Message) => linkUrls(message).filter((url) => SIGN_IN_PAGE.test(url));

describe.each(LANGUAGES)('one’s own state in %s', (language) => {
  const me = (...users: readonly OwnUser[]) =>
    textsFor(language).reply.me({
      memberId: 'U0JANE',
      users,
      isPartial: false,
      now: NOW,
      securityContact: 'security@corp.example',
    });

  it('has the steps where the user may bind a device', () => {
    const message = me(own(JANE, 'no_device', true));
    expect(steps(message)).toHaveLength(6);
    expect(signInPages(message)).toHaveLength(1);
    expect(messageText(message)).not.toContain(NOT_ALLOWED[language]);
    expect(messageText(message)).not.toContain(IF_REFUSED[language]);
  });

  it('has no steps and no sign-in page where the console would refuse, and says whom to ask', () => {
    const message = me(own(JANE, 'no_device', false));
    expect(steps(message)).toEqual([]);
    expect(linkUrls(message)).toEqual([]);
    const paragraph = message.blocks.find((block) => JSON.stringify(block).includes(NOT_ALLOWED[language]));
    expect(JSON.stringify(paragraph)).toContain('security@corp.example');
    expect(JSON.stringify(paragraph)).toContain('jane.doe@corp.onaliyun.com');
  });

  it('says whom to ask if the console refuses, where that is not known', () => {
    const message = me(own(JANE, 'no_device', null));
    expect(steps(message)).toHaveLength(6);
    expect(messageText(message)).toContain(IF_REFUSED[language]);
  });

  it('has the steps for the one user who may, named in them', () => {
    const message = me(own(JANE, 'no_device', false), own(OPS, 'no_device', true));
    expect(JSON.stringify(steps(message)[0])).toContain('jane.ops@corp.onaliyun.com');
    expect(JSON.stringify(steps(message))).not.toContain('jane.doe');
    expect(signInPages(message)).toHaveLength(1);
    expect(messageText(message)).toContain(NOT_ALLOWED[language]);
  });

  it('has a sign-in page on the line of each who may, where there are several', () => {
    const message = me(
      own(JANE, 'no_device', false),
      own(OPS, 'no_device', true),
      own(user('jane.dev'), 'no_device', null),
    );
    expect(signInPages(message)).toHaveLength(2);
  });

  it('does not ask a protected user to ask anybody', () => {
    expect(messageText(me(own(JANE, 'device_bound', false)))).not.toContain(NOT_ALLOWED[language]);
  });
});
