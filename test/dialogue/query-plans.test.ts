import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, sql } from 'kysely';
import { Client } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { STATUS_LISTS } from '../../src/domain/command.ts';
import type { Database } from '../../src/store/database.ts';
import { isOnServer, newEmptyTables } from '../store/test-database.ts';
import { ADMIN, person, rehearse } from './rehearsal.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Of these there are few whatever the company's size: accounts, what holds them, what is refused or out of order, what is written once a day, who says "this is not me". */
const SMALL = [
  'account',
  'activity_anchor',
  'activity_head',
  'alarm',
  'digest_account',
  'dispute',
  'hold',
  'home_page',
  'job_run',
  'month_use',
  'part_state',
  'pause',
  'recipient_refusal',
  'released_user',
  'relocation',
];

/** All that the bot asks of its database from the first audit to the day of the deadline, as it is prepared. */
async function recordStatements(): Promise<{
  readonly db: Database;
  readonly statements: readonly string[];
}> {
  // Once before: making the tables is asked for once in a lifetime.
  await (await newEmptyTables()).remove();
  const statements = new Set<string>();
  if (isOnServer()) {
    const query = Client.prototype.query as (...asked: unknown[]) => unknown;
    vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...asked: unknown[]) {
      statements.add(String(asked[0]));
      return query.apply(this, asked);
    } as never);
  } else {
    const prepare = SqliteDatabase.prototype.prepare;
    vi.spyOn(SqliteDatabase.prototype, 'prepare').mockImplementation(function (
      this: SqliteDatabase.Database,
      text: string,
    ) {
      statements.add(text);
      return prepare.call(this, text);
    } as never);
  }
  const rehearsal = await rehearse({
    chats: ['slack', 'dingtalk'],
    users: [person('jane.doe'), person('wei'), person('sam')],
  });
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-18T12:00');
  for (const words of ['', ...STATUS_LISTS, 'jane.doe']) await rehearsal.ask(ADMIN, `status ${words}`);
  for (const words of ['me', 'history jane.doe', 'preview', 'pause']) await rehearsal.ask(ADMIN, words);
  await rehearsal.start();
  await rehearsal.ask(ADMIN, 'enforce jane.doe');
  await Promise.all([rehearsal.app.samples(), rehearsal.app.health()]);
  vi.restoreAllMocks();
  return { db: rehearsal.db, statements: [...statements].filter(isOurs) };
}

function isOurs(statement: string): boolean {
  return /^(select|update|delete)\b/.test(statement) && !/sqlite_|pg_|kysely_|current_schema/.test(statement);
}

/** What of the plan reads a table, or an index of it, from one end to the other. */
function fullScans(db: Database, statement: string): Promise<readonly string[]> {
  return isOnServer() ? serverScans(db, statement) : fileScans(db, statement);
}

const SCAN = /^SCAN (?<table>\w+)(?: USING (?:COVERING )?INDEX (?<index>\w+))?/;

async function fileScans(db: Database, statement: string): Promise<readonly string[]> {
  const plan = await filePlan(db, statement);
  const partial = await sql<{ name: string }>`
    select name from sqlite_master where type = 'index' and sql like '% where %'`.execute(db);
  const isPartial = (index: string | undefined) => partial.rows.some(({ name }) => name === index);
  return plan.flatMap((detail) => {
    const { table = '', index } = SCAN.exec(detail)?.groups ?? {};
    return table === '' || SMALL.includes(table) || isPartial(index) ? [] : [detail];
  });
}

async function filePlan(db: Database, statement: string): Promise<readonly string[]> {
  const parameters = Array.from(statement.matchAll(/\?/g), () => null);
  const explain = CompiledQuery.raw(`explain query plan ${statement}`, parameters);
  const { rows } = await db.getExecutor().executeQuery<{ detail: string }>(explain);
  return rows.map(({ detail }) => detail);
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

async function serverScans(db: Database, statement: string): Promise<readonly string[]> {
  const nodes = await db.inTransaction(async (trx) => {
    // In tables of a few rows nothing else would be chosen.
    for (const way of ['seqscan', 'hashjoin', 'mergejoin'])
      await sql.raw(`set local enable_${way} = off`).execute(trx);
    const { rows } = await sql
      .raw<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
        `explain (generic_plan, format json) ${statement}`,
      )
      .execute(trx);
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => withChildren(Plan)));
  });
  const indexes = await sql<{ name: string; table: string; partial: boolean }>`
    select indexname as name, tablename as table, indexdef like '% WHERE %' as partial from pg_indexes
    where schemaname = current_schema()`.execute(db);
  return nodes.flatMap((node) => {
    const { 'Node Type': kind, 'Index Name': name, 'Index Cond': condition } = node;
    const index = indexes.rows.find((one) => one.name === name);
    const table = node['Relation Name'] ?? index?.table ?? '';
    const isWhole = kind === 'Seq Scan' || (name !== undefined && condition === undefined);
    return !isWhole || SMALL.includes(table) || index?.partial ? [] : [`${kind} ${table} ${name ?? ''}`];
  });
}

function withChildren(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(withChildren)];
}

test('what is asked again and again reads no large table from one end to the other', {
  timeout: 120_000,
}, async () => {
  const { db, statements } = await recordStatements();
  const scans: Record<string, readonly string[]> = {};
  for (const statement of statements) {
    const found = await fullScans(db, statement);
    if (found.length > 0) scans[statement] = found;
  }
  expect(statements.length).toBeGreaterThan(50);
  expect(scans).toEqual({});
  // A server chooses by how many rows there are.
  if (isOnServer()) return;
  const ofAdministrators = statements.filter((statement) => statement.includes(`= 'administrator'`));
  const plans = await Promise.all(ofAdministrators.map((statement) => filePlan(db, statement)));
  expect(plans).toEqual([expect.arrayContaining([expect.stringContaining('ram_user_administrator')])]);
});
