import { expect, test } from 'vitest';
import { commandWords } from '../../../src/chat/dingtalk/command-words.ts';

type Case = readonly [place: 'direct' | 'group', text: string, words: string | null];

const CASES: readonly Case[] = [
  ['direct', '/mfa status overdue', 'status overdue'],
  ['direct', '  /mfa   status  jane ', 'status  jane'],
  ['direct', '/mfa', ''],
  ['direct', 'mfa', ''],
  ['direct', 'mfa status', 'status'],
  ['direct', '/MFA Status', 'Status'],
  ['direct', '／mfa　status　ｊａｎｅ', 'status jane'],
  ['direct', '/mfa exempt jane 2026-12-24\nnew phone', 'exempt jane 2026-12-24\nnew phone'],
  ['direct', '/mfastatus', null],
  ['direct', 'mfaa', null],
  ['direct', 'hello', null],
  ['direct', '', null],
  ['direct', '@MFA /mfa me', null],
  ['group', ' /mfa status', 'status'],
  ['group', '@MFA /mfa status', 'status'],
  ['group', '@MFA mfa status', 'status'],
  ['group', '@MFA／mfa status', 'status'],
  ['group', '@MFA机器人 /mfa', ''],
  ['group', '@MFA\u2005／mfa status overdue', 'status overdue'],
  ['group', '/mfa status @MFA', 'status'],
  ['group', '/mfa link jane ann@corp.example', 'link jane ann@corp.example'],
  ['group', '@MFA /mfa status jane@corp.onaliyun.com', 'status jane@corp.onaliyun.com'],
  ['group', '@MFA hello', null],
  ['group', '@MFA', null],
  ['group', '@MFA never type /mfa pause', null],
  ['group', 'who knows /mfa status', null],
];

test.each(CASES)('%s: %j means %j', (place, text, words) => {
  expect(commandWords(text, place)).toBe(words);
});
