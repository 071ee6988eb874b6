import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DEFAULTS, parseConfig } from '../../src/config/config.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const PAGE = join(REPOSITORY, 'docs/configuration.md');
const lines = readFileSync(join(REPOSITORY, '.env.example'), 'utf8').split('\n');

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly commentAbove: string;
  readonly isCommentedOut: boolean;
}

const entries: readonly Entry[] = lines.flatMap((line, index) => {
  const [, hash, name, value] = /^(# )?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return [];
  return [{ name, value, commentAbove: lines[index - 1] ?? '', isCommentedOut: hash !== undefined }];
});

describe('.env.example', () => {
  test('has every variable once, and no other', () => {
    expect(entries.map(({ name }) => name).sort()).toEqual([...DEFAULTS.keys()].sort());
  });

  test.each(entries)('$name has its default and a line that explains it', (entry) => {
    expect(entry.value).toBe(DEFAULTS.get(entry.name) ?? '');
    expect(entry.commentAbove).toMatch(/^# \S.{10,}/);
    // A default that is set would stay behind when the default changes.
    if (entry.value !== '') expect(entry.isCommentedOut).toBe(true);
  });

  test('copied as it is, sets nothing', () => {
    const set = Object.values(parseEnv(lines.join('\n'))).filter((value) => value !== '');
    expect(set).toEqual([]);
  });

  test('written out in full, the defaults are well-formed and mean the same as none', () => {
    const written = Object.fromEntries([...DEFAULTS].filter(([, text]) => text !== null)) as Record<
      string,
      string
    >;
    expect(parseConfig(written, 'audit --dry-run')).toEqual(parseConfig({}, 'audit --dry-run'));
  });
});

const tableRows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => /^\|\s*`[A-Z][A-Z0-9_]+`/.test(line))
  .map((line) => line.split('|')[1] ?? '');

test('the table of docs/configuration.md has every variable once, and no other', () => {
  const named = tableRows.flatMap((cell) =>
    [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual([...DEFAULTS.keys()].sort());
});
