import { expect, test } from 'vitest';
import { meaningOf as dingtalk } from '../../src/chat/dingtalk/codes.ts';
import { meaningOf as slack } from '../../src/chat/slack/codes.ts';
import { type Meanings, meaningInPart } from '../../src/domain/code-meaning.ts';

const MEANINGS: Meanings = new Map([
  ['slack', slack],
  ['dingtalk', dingtalk],
]);

test.each([
  ['slack', 'invalid_auth', 'token_refused'],
  // Of one person it is a rule about them; of everybody, one about the bot.
  ['slack', 'restricted_action', 'app_forbidden'],
  ['dingtalk', 'send.forbidden', 'app_forbidden'],
  // Of a look-up there is no message that could be wrong.
  ['slack', 'invalid_arguments', 'bot_outdated'],
  ['enforcement', 'NoPermission', null],
] as const)('why %s as a whole does not work, by %s', (part, code, meaning) => {
  expect(meaningInPart(MEANINGS, part, code)).toBe(meaning);
});
