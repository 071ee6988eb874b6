import { statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastWorkedAt } from '../../src/store/last-worked.ts';
import { TemporaryFolder } from './temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});

afterEach(() => folder.remove());

test('a database that was last worked with when somebody last worked here is the latest', () => {
  const place = folder.place();
  expect(lastWorkedAt(place).compare(null)).toBeNull();
  lastWorkedAt(place).note(5000);
  expect(lastWorkedAt(place).compare(5000)).toBeNull();
  expect(statSync(`${place.path}.last-worked`).mode & 0o777).toBe(0o600);
});

test('an older one has forgotten what was said until then, and so has its successor', () => {
  const place = folder.place();
  lastWorkedAt(place).note(5000);
  const older = lastWorkedAt(place);
  expect(older.compare(3000)).toBe(5000);
  older.note(6000);
  expect(lastWorkedAt(place).compare(6000)).toBe(5000);
});

test('what cannot be read says nothing', () => {
  const place = folder.place();
  writeFileSync(`${place.path}.last-worked`, '{"workedAt":');
  expect(lastWorkedAt(place).compare(3000)).toBeNull();
});
