import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, STATUS_LISTS } from '../src/domain/command.ts';
import { LOGIN_MFA_MODES } from '../src/domain/finding.ts';

const SOURCE = join(import.meta.dirname, '../src');

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const children = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

function literalsIn(value: unknown): readonly string[] {
  if (isNode(value) && value.type === 'StringLiteral') return [String(value.value)];
  return children(value).flatMap(literalsIn);
}

const COMPARING = new Set(['===', '!==', '==', '!=', 'in']);
const ASKING = new Set(['includes', 'has', 'where', 'startsWith', 'endsWith', 'get', 'indexOf']);

function isListOfWords(node: Node): boolean {
  return (
    node.type === 'TsConstAssertion' && isNode(node.expression) && node.expression.type === 'ArrayExpression'
  );
}

function isAsking({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  return isNode(callee.property) && ASKING.has(String(callee.property.value));
}

/** What the code gives a value: not in a declaration, a comparison, a question or the name of a property. */
function given(value: unknown): readonly string[] {
  if (!isNode(value)) return children(value).flatMap(given);
  if (value.type === 'StringLiteral') return [String(value.value)];
  if (isListOfWords(value) || isTypeOnly(value) || value.type === 'ImportDeclaration') return [];
  if (value.type === 'SwitchCase') return given(value.consequent);
  if (value.type === 'KeyValueProperty') return given(value.value);
  if (isAsking(value)) return given(value.callee);
  if (value.type === 'BinaryExpression' && COMPARING.has(String(value.operator))) {
    return [value.left, value.right]
      .filter((side) => isNode(side) && side.type !== 'StringLiteral')
      .flatMap(given);
  }
  return children(value).flatMap(given);
}

const WRAPS_A_VALUE = new Set([
  'TsConstAssertion',
  'TsAsExpression',
  'TsSatisfiesExpression',
  'TsNonNullExpression',
]);
const isTypeOnly = ({ type }: Node) => type.startsWith('Ts') && !WRAPS_A_VALUE.has(type);

const PICKS_FROM_A_TYPE = new Set([
  'TsTypeReference',
  'TsIndexedAccessType',
  'TsExpressionWithTypeArguments',
]);

/** Members of unions: of a list of words, and of the types written out. What a type picks from another is not declared there. */
function declared(value: unknown): readonly string[] {
  if (!isNode(value)) return children(value).flatMap(declared);
  if (isListOfWords(value)) return literalsIn(value.expression);
  if (PICKS_FROM_A_TYPE.has(value.type)) return [];
  if (value.type === 'TsLiteralType') return literalsIn(value);
  return children(value).flatMap(declared);
}

function parsed(path: string): unknown {
  return parseSync(readFileSync(join(SOURCE, path), 'utf8'), { syntax: 'typescript', target: 'es2024' }).body;
}

const files = globSync('**/*.ts', { cwd: SOURCE }).sort();
const isWords = (path: string) => /^domain\/texts\/(en|zh)\//.test(path);
const GIVEN = new Set(files.filter((path) => !isWords(path)).flatMap((path) => given(parsed(path))));

/** What no code of ours makes up as it stands, and where it comes from. */
const FROM_OUTSIDE: readonly { readonly words: readonly string[]; readonly from: string }[] = [
  { words: COMMAND_NAMES, from: 'people type them' },
  { words: STATUS_LISTS, from: 'people type them' },
  { words: LOGIN_MFA_MODES, from: 'Alibaba Cloud answers them' },
  { words: ['messaging_off', 'chat_failing', 'outside_hours'], from: 'whyHeld finds them in its list' },
  {
    words: ['enforce', 'unenforce'].flatMap((direction) =>
      ['confirmed', 'verified', 'differs', 'failed', 'unknown'].map((end) => `${direction}_${end}`),
    ),
    from: 'the direction and the outcome of an enforcement, put together',
  },
  {
    words: ['sent', 'failed', 'unknown', 'cancelled'].map((state) => `notice_${state}`),
    from: 'the state of a notice, put together',
  },
];
const EXCUSED = new Set(FROM_OUTSIDE.flatMap(({ words }) => words));

describe('every member of a union of the domain and the store is produced by some code', () => {
  const declaring = files.filter((path) => path.startsWith('domain/') || path === 'store/schema.ts');

  it.each(declaring)('%s', (path) => {
    const members = new Set(declared(parsed(path)));
    expect([...members].filter((word) => !GIVEN.has(word) && !EXCUSED.has(word))).toEqual([]);
  });
});

describe('the search', () => {
  const body = (code: string) => parseSync(code, { syntax: 'typescript', target: 'es2024' }).body;

  it('finds what is declared', () => {
    const code = `
      const STATES = ['a', 'b'] as const;
      type Kind = 'c' | { readonly kind: 'd' };
      type Picked = Extract<Kind, 'e'>;
      const x: Record<string, string> = { f: 'g' };`;
    expect(declared(body(code))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves out declarations, comparisons, questions and names of properties', () => {
    const code = `
      const STATES = ['a'] as const;
      if (x === 'b' || 'c' !== x || LIST.includes('d')) run({ e: 'given', 'f': also('given too') });
      switch (x) { case 'g': run('given third'); }
      const y = 'given last' as Kind;`;
    expect(given(body(code))).toEqual(['given', 'given too', 'given third', 'given last']);
  });
});
