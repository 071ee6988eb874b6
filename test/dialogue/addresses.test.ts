import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import { BOT_SCOPES, VIEWER_GROUP_SCOPE } from '../../src/chat/slack/scopes.ts';
import { STATUS_LISTS } from '../../src/domain/command.ts';
import { monthOf } from '../../src/domain/period.ts';
import { EXPORT_FORMATS, exportEvidence } from '../../src/evidence/export-evidence.ts';
import { createLog } from '../../src/log.ts';
import { expectSecrecy } from '../secrecy/secrecy-kit.ts';
import { allRows } from '../store/all-rows.ts';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  OTHER_GROUP,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  SECURITY_GROUP,
  tagOf,
  WEI,
} from './rehearsal.ts';
import { AWAY, BOUND, EARLIER, FROM_AWAY, grant, HOME, record, SIGNED_IN } from './trail.ts';

const TEST_TIMEOUT_MS = 240_000;

async function begin(chat: SandboxedChat, lines: string[]): Promise<Rehearsal> {
  const rehearsal = await rehearseIn(chat)({
    users: [person('jane.doe'), person('abe', tagOf(chat, WEI))],
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    variables: {
      WEEKLY_CRON: '0 10 * * 1',
      ...(chat === 'slack' ? { SLACK_VIEWER_USERGROUP: 'S0VIEW' } : {}),
    },
    workspace: {
      usergroups: [{ id: 'S0VIEW', handle: 'security', members: [SAM] }],
      scopes: [...BOT_SCOPES, VIEWER_GROUP_SCOPE],
    },
  });
  const { accountId, userId } = await rehearsal.db
    .selectFrom('ramUser')
    .select(['accountId', 'userId'])
    .where('userName', '=', 'jane.doe')
    .executeTakeFirstOrThrow();
  const manager = { role: 'manager', chat, memberId: idIn(chat, SAM), at: rehearsal.clock.now() } as const;
  await rehearsal.db
    .insertInto('link')
    .values({ accountId, userId, ...manager })
    .execute();
  return rehearsal;
}

/** Jane signs in at home and elsewhere, is warned with her manager, and enrols. */
async function liveThrough(rehearsal: Rehearsal): Promise<void> {
  grant(rehearsal);
  for (const at of EARLIER) record(rehearsal, at, SIGNED_IN);
  await rehearsal.start();
  await rehearsal.advanceTo('2026-03-02T10:06');
  record(rehearsal, '10:20', FROM_AWAY);
  await rehearsal.advanceTo('2026-03-02T11:10');
  await rehearsal.advanceTo('2026-03-09T17:00');
}

async function enrol(rehearsal: Rehearsal): Promise<void> {
  rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
  record(rehearsal, '2026-03-10T11:05', BOUND);
  await rehearsal.advanceTo('2026-03-10T11:20');
  await rehearsal.advanceTo('2026-03-10T11:40');
  await rehearsal.advanceTo('2026-03-16T11:00');
}

/** Where others read along, by a viewer and by an admin. */
async function answersToOthers(rehearsal: Rehearsal, chat: SandboxedChat): Promise<string> {
  const where = chat === 'slack' ? undefined : SECURITY_GROUP.openConversationId;
  const asked = [
    'status',
    ...STATUS_LISTS.map((list) => `status ${list}`),
    'status jane.doe',
    'history jane.doe',
  ];
  const answers: string[] = [];
  for (const words of asked) answers.push(await rehearsal.ask(SAM, words, where));
  if (where !== undefined) {
    for (const words of [...asked, 'me']) answers.push(await rehearsal.ask(ADMIN, words, where));
    answers.push(await rehearsal.ask(JANE, 'me', OTHER_GROUP.openConversationId));
  }
  return answers.join('\n');
}

function inChannels(rehearsal: Rehearsal, chat: SandboxedChat): string {
  if (chat === 'slack') return JSON.stringify(rehearsal.slack.channelMessages('C0SECURITY'));
  const groups = [SECURITY_GROUP, OTHER_GROUP].map(({ openConversationId }) => openConversationId);
  return JSON.stringify(groups.map((id) => rehearsal.dingtalk.groupMessages(id)));
}

async function exported({ db, clock }: Rehearsal): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'exported-'));
  onTestFinished(() => rm(work, { recursive: true }));
  const timeZone = 'Asia/Shanghai';
  const month = monthOf('2026-03', clock.now(), timeZone);
  if (month.kind !== 'month') throw new Error('It has begun');
  const contents: string[] = [];
  for (const format of EXPORT_FORMATS) {
    const folder = join(work, format);
    await exportEvidence(db, { ...month, timeZone, format, folder });
    for (const file of await readdir(folder)) contents.push(await readFile(join(folder, file), 'utf8'));
  }
  return contents.join('\n');
}

/** But where they are kept, and what admins were told. */
async function otherRows({ db }: Rehearsal): Promise<string> {
  const rows = [...(await allRows(db))].flatMap(([table, all]) => all.map((row) => ({ in: table, ...row })));
  const isElsewhere = (row: { in: string; kind?: unknown }) =>
    row.in !== 'witnessed' && row.kind !== 'unfamiliar_sign_in';
  return JSON.stringify(rows.filter(isElsewhere));
}

const wordsTo = (rehearsal: Rehearsal, whom: string) =>
  rehearsal
    .messagesTo(whom)
    .map(({ words }) => words)
    .join('\n');

describe.each(EACH_CHAT)('in %s', (chat) => {
  test('from where people signed in is told to them and to admins, and stands nowhere else', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const lines: string[] = [];
    const rehearsal = await begin(chat, lines);
    await liveThrough(rehearsal);
    const answers = await answersToOthers(rehearsal, chat);
    // In Slack the warning is changed once it is over.
    expect(wordsTo(rehearsal, JANE)).toContain(AWAY);
    await enrol(rehearsal);
    const places = {
      answers: answers + (await answersToOthers(rehearsal, chat)),
      channels: inChannels(rehearsal, chat),
      manager: wordsTo(rehearsal, SAM),
      colleague: wordsTo(rehearsal, WEI),
      log: lines.join(''),
      metrics: JSON.stringify(await rehearsal.app.samples()),
      exports: await exported(rehearsal),
      rows: await otherRows(rehearsal),
    };
    expectSecrecy(places, [HOME, AWAY]);
    // Each of these was reached, and whom it concerns has read it.
    for (const [place, said] of Object.entries(places)) expect(said.length, place).toBeGreaterThan(100);
    expect(places.manager).toMatch(/find five minutes/);
    expect(wordsTo(rehearsal, ADMIN)).toContain(AWAY);
    expect(wordsTo(rehearsal, JANE) + (await rehearsal.ask(JANE, 'me'))).toContain(HOME);
  });
});
