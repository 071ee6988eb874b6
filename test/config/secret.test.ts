import { inspect } from 'node:util';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';

const VALUE = 'xoxb-very-secret';

function logged(fields: object): string {
  const lines: string[] = [];
  pino({}, { write: (line: string) => void lines.push(line) }).info(fields, 'message');
  return lines.join('');
}

const WAYS: readonly (readonly [way: string, print: (secret: Secret) => string])[] = [
  ['String()', (secret) => String(secret)],
  ['a template', (secret) => `${secret}`],
  ['JSON', (secret) => JSON.stringify({ secret })],
  ['inspect', (secret) => inspect(secret)],
  ['inspect of what holds it', (secret) => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['the log', (secret) => logged({ secret })],
];

test.each(WAYS)('%s shows [secret] and not the value', (_way, print) => {
  const text = print(new Secret(VALUE));
  expect(text).toContain('[secret]');
  expect(text).not.toContain('very');
});

test('a copy of its properties holds nothing', () => {
  expect({ ...new Secret(VALUE) }).toEqual({});
});

test('reveal gives the value', () => {
  expect(new Secret(VALUE).reveal()).toBe(VALUE);
});
