import { describe, expect, test } from 'vitest';
import { createWorld } from '../../src/app.ts';
import { DEFAULTS, parseConfig } from '../../src/config/config.ts';
import type { RawVariables } from '../../src/config/variable.ts';
import { CHAT_NAMES, CHATS } from '../../src/domain/chats.ts';
import { createLog } from '../../src/log.ts';
import { InstantClock } from '../chat/instant-clock.ts';

describe.each(CHAT_NAMES)('%s', (chat) => {
  const { variables, tag } = CHATS[chat];
  const { credentials, admins, channel, monthlyQuotas } = variables;
  const all = [...credentials, admins, channel, ...Object.values(monthlyQuotas ?? {})];

  test('its variables are those that are read', () => {
    expect(all.filter((name) => !DEFAULTS.has(name))).toEqual([]);
  });

  test('shares neither a variable nor a tag with another chat', () => {
    const others = CHAT_NAMES.filter((name) => name !== chat).map((name) => CHATS[name]);
    const taken = others.flatMap((other) => [
      other.tag,
      ...Object.values(other.variables).flatMap((one) =>
        typeof one === 'string' ? one : Object.values(one ?? {}),
      ),
    ]);
    expect([tag, ...all].filter((name) => taken.includes(name))).toEqual([]);
  });
});

describe('who is named in a command', () => {
  const mentioned = (chat: (typeof CHAT_NAMES)[number], typed: string) =>
    CHATS[chat].mention?.exec(typed)?.[1] ?? null;

  test.each([
    ['slack', '<@U0ANN>', 'U0ANN'],
    ['slack', '<@U0ANN|ann>', 'U0ANN'],
    ['slack', 'U0ANN', null],
    ['slack', '<#C0SEC|security>', null],
    ['slack', '<@U0ANN> overdue', null],
    // What DingTalk passes on names people by their nicknames, which anybody may choose.
    ['dingtalk', '<@manager4220>', null],
    ['dingtalk', '@Ann', null],
  ] as const)('in %s, %j: %s', (chat, typed, memberId) => {
    expect(mentioned(chat, typed)).toBe(memberId);
  });
});

describe('the language of who tells none', () => {
  const languageOf = (set: RawVariables) => {
    const seam = { clock: new InstantClock(), random: () => 0.5 };
    const config = parseConfig(set, 'audit --dry-run');
    return createWorld(config, createLog('silent'), seam, null).policy.languageOf;
  };

  test.each([
    [{}, 'slack', 'en'],
    [{}, 'dingtalk', 'zh'],
    [{ DEFAULT_LANGUAGE: 'en' }, 'dingtalk', 'en'],
    [{ DEFAULT_LANGUAGE: 'zh' }, 'slack', 'zh'],
    // Nobody knows in which chat: in the preferred one.
    [{}, null, 'en'],
    [{ PREFERRED_CHAT: 'dingtalk' }, null, 'zh'],
  ] as const)('with %j, in %s: %s', (set, chat, language) => {
    expect(languageOf(set)({ chat, language: null })).toBe(language);
    expect(languageOf(set)({ chat, language: 'zh' })).toBe('zh');
  });
});
