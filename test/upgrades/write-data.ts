import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { ADMIN, CORP, JANE, OTHER_ADMIN, WEI } from '../dialogue/rehearsal.ts';
import { EVE, stageOn } from './small-company.ts';
import { takeBack, versionsUpTo } from './take-back.ts';

// Writes `data/VERSION.sql`, VERSION being the migration that worked on it last: what a database of today holds after two
// days, for whoever adds the next migration. `node test/upgrades/write-data.ts`
const folder = mkdtempSync(join(tmpdir(), 'mfa-upgrade-'));
const path = join(folder, 'mfa.db');

async function liveTwoDays(): Promise<void> {
  const stage = await stageOn(`file:${path}`, '2026-03-02T10:00', false);
  const hands = stage.hands('slack');
  const confirmed = async (words: string) => {
    const question = await hands.say(ADMIN, words);
    const button = question.buttons.find(({ command }) => command.startsWith('confirm '));
    if (button !== undefined) await hands.press(ADMIN, question, button.label);
  };
  await stage.app.runDueJobs();
  await hands.say(ADMIN, `link wei <@${WEI}>`);
  await confirmed('start');
  await stage.advanceTo('2026-03-02T16:00');
  await hands.say(ADMIN, 'exempt vendor 2026-03-20 a contract that ends');
  await confirmed('enforce sam');
  await hands.say(JANE, 'later');
  await hands.say(WEI, 'not-needed wei');
  await hands.say(ADMIN, 'pause');
  await confirmed('start');
  await stage.advanceTo('2026-03-03T18:00');
  stage.alibaba.account(CORP).addUser(EVE);
  await hands.say(OTHER_ADMIN, 'audit');
  await stage.stop();
}

/** What tables held that are no more. */
const RETIRED: Readonly<Record<string, string>> = {
  metered_call: `insert into metered_call (chat, month, calls) values ('dingtalk', '2026-03', 41);`,
};

type Value = string | number | null;

const literal = (value: Value) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

/** What it left, as statements that put it into its tables. */
async function asOf(version: string): Promise<string> {
  const oldPath = join(folder, `${version}.db`);
  copyFileSync(path, oldPath);
  await takeBack({ kind: 'file', path: oldPath }, version);
  const then = new SqliteDatabase(oldPath, { readonly: true });
  const tables = then
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'kysely%' order by rowid`,
    )
    .pluck()
    .all() as string[];
  const lines = tables.flatMap((table) => {
    const rows = then.prepare(`select * from ${table}`).all() as Readonly<Record<string, Value>>[];
    return RETIRED[table] ?? rows.map((row) => insertOf(table, row));
  });
  then.close();
  return `${lines.join('\n')}\n`;
}

const insertOf = (table: string, row: Readonly<Record<string, Value>>) =>
  `insert into ${table} (${Object.keys(row)}) values (${Object.values(row).map(literal).join(', ')});`;

await liveTwoDays();
const versions = await versionsUpTo({ kind: 'file', path });
for (const version of process.argv.includes('--all') ? versions : versions.slice(-1)) {
  writeFileSync(join(import.meta.dirname, `data/${version}.sql`), await asOf(version));
}
rmSync(folder, { recursive: true });
process.exit();
