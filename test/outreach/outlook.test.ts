import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { lookAhead, type OutlookDeps } from '../../src/outreach/outlook.ts';
import { insertCase, listOpenCases, updateCase } from '../../src/store/cases.ts';
import type { Database } from '../../src/store/database.ts';
import { addUsers, databaseWithAccount, keyOf, NOW, namesOf } from '../store/filled-database.ts';
import { newEmptyTables, type TestDatabase } from '../store/test-database.ts';

const MANY = 700;
const never = new AbortController().signal;
let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newEmptyTables();
  db = await databaseWithAccount(database.place);
  await addUsers(db, namesOf(MANY));
  await db.inTransaction(async (trx) => {
    // Half of them at one instant, and the latest first.
    for (const [index, name] of namesOf(MANY).entries())
      await insertCase(trx, keyOf(name), { regressed: false, at: NOW - Math.min(index, MANY / 2) });
  });
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

function deps(): OutlookDeps {
  const { policy } = parseConfig({ TIMEZONE: 'UTC' }, 'audit --dry-run');
  return {
    db,
    contactRules: { directories: new Map(), preferredChat: 'slack', emailDomains: [] },
    policy: { ...policy, site: 'intl', languageOf: () => 'en' },
  };
}

test('a look at many open cases sees each once, in the order in which they were opened', async () => {
  const outlooks = await lookAhead(deps(), NOW, never);
  expect(outlooks).toHaveLength(MANY);
  expect(outlooks.map(({ file }) => file)).toEqual(await listOpenCases(db));
});

test('and lets everything else have its turn, again and again', async () => {
  let turns = 0;
  let isLooking = true;
  const looked = lookAhead(deps(), NOW, never).finally(() => {
    isLooking = false;
  });
  while (isLooking) {
    await nextTurn();
    turns += 1;
  }
  await looked;
  expect(turns).toBeGreaterThan(3);
});

test('a case that is closed meanwhile costs no other its place', async () => {
  const [first, ...others] = await listOpenCases(db);
  const last = others.at(-1);
  if (first === undefined || last === undefined) throw new Error('There are no cases');
  const looked = lookAhead(deps(), NOW, never);
  await nextTurn();
  for (const { caseId } of [first, last])
    await updateCase(db, caseId, { state: 'closed', closedAt: NOW, closeReason: 'enrolled' });
  const seen = new Set((await looked).map(({ file }) => file.caseId));
  expect(others.slice(0, -1).filter(({ caseId }) => !seen.has(caseId))).toEqual([]);
  expect(seen.has(last.caseId)).toBe(false);
});
