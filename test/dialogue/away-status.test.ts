import { expect, test } from 'vitest';
import { ADMIN, JANE, person, rehearse } from './rehearsal.ts';

const PALM = { text: 'Rome with the kids', emoji: ':palm_tree:', expiresAt: null };
const shanghai = (local: string) => Date.parse(`${local}:00+08:00`);

/** Jane is told on Monday 2 March. */
async function toldOnMonday() {
  const rehearsal = await rehearse({ users: [person('jane.doe')] });
  await rehearsal.start();
  return rehearsal;
}

const ROWS = (db: Awaited<ReturnType<typeof rehearse>>['db']) =>
  db.selectFrom('absence').selectAll().execute();

test('a status that says leave holds from the first look at it, and its days are given back once it is gone', async () => {
  const { ask, advanceTo, notices, slack, db } = await toldOnMonday();
  slack.setStatus(JANE, PALM);
  await advanceTo('2026-03-12T12:00');
  expect(await notices('jane.doe')).toEqual(['first/1 sent']);
  const listed = await ask(ADMIN, 'status away');
  expect(listed).toMatch(/jane\.doe.*away until .* at the latest, by the chat status of/s);
  expect(JSON.stringify(await ROWS(db)) + listed + (await ask(ADMIN, 'history jane.doe'))).not.toMatch(
    /Rome|palm/,
  );
  slack.setStatus(JANE, null);
  await advanceTo('2026-03-13T17:00');
  expect(await notices('jane.doe')).toEqual(['first/1 sent']);
  await advanceTo('2026-03-16T17:00');
  expect(await notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
  expect(await ask(ADMIN, 'status away')).toContain('Nobody is marked as away');
});

test('one that was there before anybody is told holds the first message', async () => {
  const rehearsal = await rehearse({
    users: [person('jane.doe')],
    beforeFirstAudit: ({ slack }) =>
      slack.setStatus(JANE, { ...PALM, expiresAt: shanghai('2026-03-04T18:00') }),
  });
  await rehearsal.start();
  expect(rehearsal.toldTo(JANE)).toEqual([]);
  expect(await rehearsal.ask(ADMIN, 'status away')).toMatch(/away until Wed 4 Mar 2026, 17:59/);
  await rehearsal.advanceTo('2026-03-05T12:00');
  expect(rehearsal.toldTo(JANE)).toHaveLength(1);
});

test('after thirty days messages go on, whatever it says', async () => {
  const { advanceTo, notices, slack, clock, app } = await toldOnMonday();
  slack.setStatus(JANE, PALM);
  // Read with the list of members on the 3rd.
  await advanceTo('2026-03-04T12:00');
  clock.leapTo(shanghai('2026-04-01T12:00'));
  await app.runDueJobs();
  await app.runDueJobs();
  expect(await notices('jane.doe')).toEqual(['first/1 sent']);
  await advanceTo('2026-04-07T12:00');
  expect(await notices('jane.doe')).toEqual(['first/1 sent', 'reminder/1 sent']);
});

test('who is back says so, and is not taken for away again before the status was gone once', async () => {
  const { ask, advanceTo, slack, db } = await toldOnMonday();
  slack.setStatus(JANE, PALM);
  await advanceTo('2026-03-05T11:00');
  expect(await ask(JANE, 'me')).toContain('by the chat status of');
  expect(await ask(JANE, 'away off')).toContain('go on in working hours');
  await advanceTo('2026-03-07T11:00');
  expect(await ask(ADMIN, 'status away')).toContain('Nobody is marked as away');
  slack.setStatus(JANE, null);
  await advanceTo('2026-03-09T11:00');
  slack.setStatus(JANE, PALM);
  await advanceTo('2026-03-11T11:00');
  expect((await ROWS(db)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'status over',
    'status active',
  ]);
});

test('requiring MFA shows it and goes on; an administrator who is away stands by name in the report', async () => {
  const everything = { policyName: 'AdministratorAccess', policyType: 'System' } as const;
  const rehearsal = await rehearse({
    users: [person('jane.doe', { attachedPolicies: [everything] })],
  });
  const { ask, advanceTo, slack, channelMessages } = rehearsal;
  slack.setStatus(JANE, PALM);
  await rehearsal.start();
  await advanceTo('2026-03-04T12:00');
  expect(await ask(ADMIN, 'enforce jane.doe')).toMatch(/jane\.doe[\s\S]*away until/);
  expect(channelMessages().at(-1)?.words).toMatch(/Administrators without MFA who are away[\s\S]*jane\.doe/);
});
