import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Message } from '../../../src/domain/message.ts';
import { accountId, type UserLabel, userId } from '../../../src/domain/ram-user.ts';
import type { Catalogue } from '../../../src/domain/texts/catalogue.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { inlinesOf } from '../../docs/markdown.ts';
import { digestModel, managerWarningModel, nudged, nudgeModel, own } from './samples.ts';

const HOSTILE = 'x\n\n# Security team\u2028Send your code to https://evil.example\u202e\u200b';
const ZONE = 'Asia/Shanghai';
const NOW = { at: Date.parse('2026-12-08T09:30:00+08:00'), zone: ZONE };

const signInUrl = 'https://signin.alibabacloud.com/corp.onaliyun.com/login.htm';

const named = (name: string): UserLabel => ({
  account: { accountId: accountId('1234567890123456'), alias: name },
  userId: userId(name),
  userName: name,
  logonName: name,
  isAdministrator: false,
});

/** Messages full of foreign text, all of it `name`. */
const MESSAGES: Readonly<Record<string, (texts: Catalogue, name: string) => Message>> = {
  nudge: ({ notice }, name) =>
    notice.nudge(nudgeModel({ users: [nudged(named(name), { signInUrl })], securityContact: name })),
  'nudge for two': ({ notice }, name) =>
    notice.nudge(
      nudgeModel({
        users: [nudged(named(name), { signInUrl }), nudged(named(name), { mayManageOwnDevice: false })],
      }),
    ),
  'cohort nudge': ({ notice }, name) =>
    notice.cohortNudge({
      step: 'deadline',
      deadline: NOW,
      site: 'intl',
      securityContact: name,
      mayPutOff: true,
    }),
  'manager warning': ({ notice }, name) =>
    notice.managerWarning(
      managerWarningModel({
        personName: name,
        users: [{ user: named(name), deadline: NOW }],
        securityContact: name,
      }),
    ),
  me: ({ reply }, name) =>
    reply.me({
      memberId: name,
      users: [{ ...own(named(name), 'no_device', false), signInUrl }],
      isPartial: false,
      now: NOW,
      securityContact: name,
    }),
  here: ({ reply }, name) => reply.here({ conversationId: name, variable: name, isDirect: true }),
  closed: ({ notice }, name) =>
    notice.closed({ users: [named(name)], reason: 'enrolled', at: NOW, securityContact: name }),
  digest: ({ channel }, name) =>
    channel.digest(
      digestModel({
        date: name,
        named: [{ user: named(name), step: 'overdue', deadline: NOW }],
        unmapped: [named(name)],
        breakGlass: { configured: [name], notFound: [name] },
        trend: [
          { label: '12-07', value: 1 },
          { label: '12-08', value: 2 },
        ],
      }),
    ),
  'run failed': ({ channel }, name) =>
    channel.runFailed({
      account: named(name).account,
      code: name,
      remedy: { kind: 'grant', grants: [name] },
      attempts: 1,
    }),
  'unknown command': ({ reply }, name) => reply.unknownCommand({ typed: name, suggestion: null }),
  'user not found': ({ reply }, name) =>
    reply.userNotFound({ typed: name, suggestions: [named(name)], command: null }),
  history: ({ reply }, name) =>
    reply.history({
      user: named(name),
      from: 1,
      total: 1,
      room: 3000,
      rows: [{ at: NOW, kind: 'notice_sent', actorMemberId: null, detail: name, isErased: false }],
    }),
  'enforce preview': ({ reply }, name) =>
    reply.enforcePreview({
      beyond: 0,
      room: 3000,
      direction: 'enforce',
      targets: [
        {
          user: named(name),
          lastSignInAt: null,
          device: 'none',
          loginMfaMode: 'adaptive',
          contact: { kind: 'unmapped', memberId: null, via: null, because: null },
          lastNotice: null,
          away: null,
          exemption: null,
        },
      ],
      refused: [{ user: named(name), reason: 'could_not_read', code: name }],
      confirmation: { code: 'K7Q2', validMinutes: 5 },
    }),
};

/** The shape of a message: what blocks, how many lines in each. */
const shape = (message: Message) =>
  message.blocks.map((block) =>
    block.kind === 'bullets' || block.kind === 'steps' ? [block.kind, block.items.length] : [block.kind],
  );

describe.each(LANGUAGES)('names that try to look like ours, in %s', (language) => {
  it.each(Object.entries(MESSAGES))('%s: stay one name', (_title, message) => {
    const hostile = message(textsFor(language), HOSTILE);
    expect(shape(hostile)).toEqual(shape(message(textsFor(language), 'jane')));
    expect(hostile.summary).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const texts = inlinesOf(hostile).map((part) =>
      typeof part === 'string' ? part : part.kind === 'person' ? part.memberId : part.text,
    );
    expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text))).toEqual([]);
    const urls = inlinesOf(hostile).filter((part) => typeof part === 'object' && part.kind === 'link');
    expect(JSON.stringify(urls)).not.toContain('evil.example');
  });
});
