import { expect, test } from 'vitest';
import { directoryMobile } from '../../../src/chat/dingtalk/mobile-number.ts';

const CASES: readonly (readonly [typed: string, inDirectory: string | null])[] = [
  ['86-13800138000', '13800138000'],
  ['+86-13800138000', '13800138000'],
  ['+86 138 0013 8000', '13800138000'],
  ['0086-13800138000', '13800138000'],
  ['+8613800138000', '13800138000'],
  ['13800138000', '13800138000'],
  ['138-0013-8000', '13800138000'],
  ['138 0013 8000', '13800138000'],
  [' １３８００１３８０００ ', '13800138000'],
  ['65-81234567', '+65-81234567'],
  ['+65-8123 4567', '+65-81234567'],
  ['1-5551234567', '+1-5551234567'],
  ['852-91234567', '+852-91234567'],
  ['', null],
  ['ann@corp.example', null],
  ['86-', null],
  ['12', null],
  ['1380013800013800138000', null],
];

test.each(CASES)('%j is %j', (typed, inDirectory) => {
  expect(directoryMobile(typed)).toBe(inDirectory);
});
