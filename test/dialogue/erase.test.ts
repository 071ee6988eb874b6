import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import { TABLE_KEYS } from '../../src/store/schema.ts';
import { isSound, verifyActivity } from '../../src/store/verify-activity.ts';
import {
  ADMIN,
  codeOf,
  EACH_CHAT,
  idIn,
  JANE,
  OTHER_ADMIN,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
} from './rehearsal.ts';

/** Every row of every table in which one of the words stands. */
async function rowsWith({ db }: Rehearsal, words: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of Object.keys(TABLE_KEYS)) {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(db);
    const texts = rows.map((row) => `${table} ${JSON.stringify(row)}`);
    found.push(...texts.filter((text) => words.some((word) => text.includes(word))));
  }
  return found;
}

const WITH_ADDRESS = { email: 'jane.doe@corp.example', displayName: 'Jane of Sales' };

async function erase(rehearsal: Rehearsal, who: string): Promise<string> {
  return rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, `erase ${who}`));
}

describe.each(EACH_CHAT)('erasing a person in %s', (chat: SandboxedChat) => {
  const rehearse = rehearseIn(chat);
  const jane = idIn(chat, JANE);

  test('their ids and names are nowhere any more, the rows stay, and the record still holds', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe', { ...WITH_ADDRESS, ...tagOf(chat, JANE) }), person('wei')],
    });
    await rehearsal.start();
    await rehearsal.ask(ADMIN, `link jane.doe ${jane}`);
    await rehearsal.ask(JANE, 'shared jane.doe');
    await rehearsal.ask(JANE, 'pause');
    await rehearsal.advanceTo('2026-03-03T12:00');
    const before = await rehearsal.db.selectFrom('activity').select('activityId').execute();
    expect((await rowsWith(rehearsal, [jane])).length).toBeGreaterThan(4);
    const question = await rehearsal.say(ADMIN, `erase ${jane}`);
    expect(question.words).toMatch(/cannot be undone[\s\S]*jane\.doe/);
    expect(question.words).not.toContain('wei@');
    expect(await rehearsal.confirm(ADMIN, question)).toContain('Erased');
    expect(await rowsWith(rehearsal, [jane, ...Object.values(WITH_ADDRESS)])).toEqual([]);
    const after = await rehearsal.db.selectFrom('activity').selectAll().orderBy('activityId').execute();
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.at(-1)).toMatchObject({ kind: 'erased', detail: null, actorMemberId: idIn(chat, ADMIN) });
    expect(isSound(await verifyActivity(rehearsal.db, null))).toBe(true);
    expect(await rehearsal.ask(ADMIN, 'history jane.doe')).toMatch(/linked to somebody[^\n]*erased/);
    expect(await rehearsal.ask(ADMIN, 'status jane.doe')).toContain('erased: nobody is looked up');
    expect(await rehearsal.ask(JANE, 'me')).toContain('No RAM user is linked to you');
  });

  test('nobody is looked up again, whatever RAM says, until an admin links them', async () => {
    const rehearsal = await rehearse({
      users: [person('jane.doe', { ...WITH_ADDRESS, ...tagOf(chat, JANE) }), person('wei')],
    });
    await rehearsal.start();
    await erase(rehearsal, jane);
    const told = rehearsal.toldTo(JANE).length;
    await rehearsal.advanceTo('2026-03-10T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(told);
    expect(rehearsal.toldTo(WEI).length).toBeGreaterThan(1);
    expect(await rowsWith(rehearsal, [jane, ...Object.values(WITH_ADDRESS)])).toEqual([]);
    expect(await rehearsal.ask(ADMIN, 'status unmapped')).toContain('jane.doe');
    await rehearsal.ask(ADMIN, `link jane.doe ${idIn(chat, SAM)}`);
    await rehearsal.advanceTo('2026-03-11T18:00');
    expect(rehearsal.toldTo(SAM)).toHaveLength(1);
  });

  test('an admin is not erased, nor anybody nothing is stored of, nor without a confirmation of the one who asked', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    await rehearsal.start();
    expect(await rehearsal.ask(ADMIN, `erase ${idIn(chat, OTHER_ADMIN)}`)).toContain('is an admin');
    expect(await rehearsal.ask(ADMIN, 'erase nobody-at-all')).toContain('Nothing is stored');
    expect(await rehearsal.ask(JANE, `erase ${jane}`)).toContain('not available to you');
    const question = await rehearsal.say(ADMIN, `erase ${jane}`);
    expect(await rehearsal.ask(OTHER_ADMIN, `confirm ${codeOf(question)}`)).toContain('somebody else');
    expect(await rehearsal.ask(ADMIN, 'status jane.doe')).not.toContain('erased');
    expect((await rowsWith(rehearsal, [jane])).length).toBeGreaterThan(0);
  });
});
