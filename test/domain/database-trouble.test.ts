import { expect, test } from 'vitest';
import { type DatabaseTrouble, databaseTrouble } from '../../src/domain/database-trouble.ts';
import { LANGUAGES } from '../../src/domain/message.ts';
import { flat } from '../../src/domain/texts/compose.ts';
import { partTodo, textsFor } from '../../src/domain/texts/texts.ts';

const ROWS: readonly (readonly [codes: string, DatabaseTrouble])[] = [
  ['SQLITE_FULL ENOSPC EDQUOT 53100', 'full'],
  ['SQLITE_BUSY SQLITE_BUSY_RECOVERY SQLITE_LOCKED_SHAREDCACHE 55P03', 'locked'],
  ['SQLITE_READONLY SQLITE_READONLY_DBMOVED EROFS 25006', 'read_only'],
  ['SQLITE_CANTOPEN SQLITE_PERM EACCES EPERM', 'no_way_in'],
  ['SQLITE_NOTADB SQLITE_CORRUPT_VTAB XX001', 'damaged'],
  ['SQLITE_IOERR_FSYNC EIO 58030', 'device'],
  ['SQLITE_ERROR ECONNREFUSED 57P01 unknown', 'other'],
];

test.each(ROWS)('%s: %s', (codes, trouble) => {
  for (const code of codes.split(' ')) expect([code, databaseTrouble(code)]).toEqual([code, trouble]);
});

test('each is said otherwise, in chat and over HTTP', () => {
  const first = ROWS.map(([codes]) => codes.split(' ')[0] ?? '');
  expect(new Set(first.map((code) => partTodo('database', code, new Map()))).size).toBe(ROWS.length);
  const since = { at: 0, zone: 'UTC' };
  for (const language of LANGUAGES) {
    const said = first.map((code) => {
      const part = { part: { kind: 'database' }, aspect: 'whole', since, code, meaning: null } as const;
      const [, list] = textsFor(language).admin.partsFailed({ parts: [part] }).blocks;
      return list?.kind === 'bullets' ? list.items.map((item) => flat(item)).join() : '';
    });
    expect(new Set(said.map((text, index) => text.replace(first[index] ?? '', ''))).size).toBe(ROWS.length);
  }
});
