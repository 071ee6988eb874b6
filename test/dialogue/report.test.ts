import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { SandboxedChat } from '../../demo/stage.ts';
import { BOT_SCOPES, MANIFEST_SCOPES } from '../../src/chat/slack/scopes.ts';
import { verifyExport } from '../../src/evidence/verify-export.ts';
import { recordActivity } from '../../src/store/activity.ts';
import {
  ADMIN,
  EACH_CHAT,
  idIn,
  JANE,
  OTHER_ADMIN,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SECURITY_GROUP,
} from './rehearsal.ts';

const USERS = [person('jane.doe'), person('eve.gray', { mfaDevice: PHONE })];
const WITH_FILES = { users: USERS, workspace: { scopes: [...MANIFEST_SCOPES] } };

interface SentFile {
  readonly name: string;
  readonly content: Buffer;
}

/** What somebody, or everybody in the security channel, can open. */
async function filesIn(rehearsal: Rehearsal, chat: SandboxedChat, to: string | null): Promise<SentFile[]> {
  if (chat === 'slack') {
    const { slack } = rehearsal;
    const messages = to === null ? slack.channelMessages('C0SECURITY') : slack.directMessages(to);
    return messages
      .flatMap(({ files = [] }) => files)
      .map(({ name, content }) => ({ name, content: Buffer.from(content) }));
  }
  const { dingtalk } = rehearsal;
  const messages =
    to === null
      ? dingtalk.groupMessages(SECURITY_GROUP.openConversationId)
      : dingtalk.directMessages(idIn(chat, to));
  const files = messages.map((message) => dingtalk.fileOf(message)).filter((file) => file !== null);
  return Promise.all(
    files.map(async (file) => ({ name: file.name, content: Buffer.from(await file.arrayBuffer()) })),
  );
}

async function unpacked(content: Buffer): Promise<{ folder: string; names: readonly string[] }> {
  const work = await mkdtemp(join(tmpdir(), 'unpacked-'));
  onTestFinished(() => rm(work, { recursive: true }));
  const zip = await fromBufferPromise(content);
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    const path = join(work, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await buffer(await zip.openReadStreamPromise(entry)));
    names.push(entry.fileName);
  }
  return { folder: join(work, dirname(names[0] ?? '')), names };
}

function temporaryFolderIs(folder: string): () => void {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  };
}

const UPLOAD = { slack: 'files.getUploadURLExternal', dingtalk: 'POST /media/upload' } as const;
const UPLOAD_WITHIN_MS = 60_000;

function holdUploads(rehearsal: Rehearsal, chat: SandboxedChat): void {
  const fault = { kind: 'accept_then_hang', times: Number.POSITIVE_INFINITY } as const;
  if (chat === 'slack') rehearsal.slack.faults.add({ ...fault, method: UPLOAD.slack });
  else rehearsal.dingtalk.faults.add({ ...fault, endpoint: UPLOAD.dingtalk });
}

const uploads = (rehearsal: Rehearsal, chat: SandboxedChat) =>
  chat === 'slack'
    ? rehearsal.slack.requests.filter(({ method }) => method === UPLOAD.slack).length
    : rehearsal.dingtalk.requests.filter(({ endpoint }) => endpoint === UPLOAD.dingtalk).length;

const recorded = ({ db }: Rehearsal) =>
  db
    .selectFrom('activity')
    .select(['actorMemberId', 'detail'])
    .where('kind', '=', 'report_requested')
    .execute();

describe.each(EACH_CHAT)('in %s /mfa report', (chat) => {
  const rehearse = rehearseIn(chat);

  test('hands the evidence of the running month to who asks, whole, and it is recorded', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    const answer = await rehearsal.ask(ADMIN, 'report');
    expect(answer).toContain('by direct message');
    expect(answer).toContain('1 look at an account, all of it complete');
    const [file, ...others] = await filesIn(rehearsal, chat, ADMIN);
    expect(others).toEqual([]);
    expect(file?.name).toBe('ram-mfa-2026-03.zip');
    const { folder, names } = await unpacked(file?.content ?? Buffer.alloc(0));
    expect(names.every((name) => name.startsWith('ram-mfa-2026-03/'))).toBe(true);
    expect((await verifyExport(folder, null)).problems).toEqual([]);
    const manifest = createHash('sha256')
      .update(await readFile(join(folder, 'manifest.json')))
      .digest('hex');
    const made = await rehearsal.db
      .selectFrom('activity')
      .select('detail')
      .where('kind', '=', 'report_made')
      .execute();
    expect(made).toEqual([{ detail: `2026-03 ${manifest}` }]);
    expect(await readdir(folder)).toContain('report.html');
    expect(await recorded(rehearsal)).toEqual([
      { actorMemberId: idIn(chat, ADMIN), detail: '2026-03 person' },
    ]);
    expect(await filesIn(rehearsal, chat, null)).toEqual([]);
  });

  test('posts it in the security channel only where it is asked for there', async () => {
    const rehearsal = await rehearse({
      ...WITH_FILES,
      variables: { DINGTALK_SECURITY_CONVERSATION: SECURITY_GROUP.openConversationId },
    });
    const channel = chat === 'slack' ? 'C0SECURITY' : SECURITY_GROUP.openConversationId;
    expect(await rehearsal.ask(ADMIN, 'report 2026-02', channel)).toContain('since you asked here');
    expect((await filesIn(rehearsal, chat, null)).map(({ name }) => name)).toEqual(['ram-mfa-2026-02.zip']);
    expect(await filesIn(rehearsal, chat, ADMIN)).toEqual([]);
    expect((await recorded(rehearsal)).map(({ detail }) => detail)).toEqual(['2026-02 channel']);
  });

  test('of a month without audits says so', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    expect(await rehearsal.ask(ADMIN, 'report 2025-12')).toContain('No audit was made in that month');
    expect(await filesIn(rehearsal, chat, ADMIN)).toHaveLength(1);
  });

  test.each([
    ['report 2026-13', 'That is no month'],
    ['report march', 'That is no month'],
    ['report 2026-4', 'That is no month'],
    ['report 2026-04', 'has not begun'],
    ['report 2026-02 csv', 'Please write it like this'],
  ])('%s gets one sentence, and nothing is made', async (words, said) => {
    const rehearsal = await rehearse(WITH_FILES);
    expect(await rehearsal.ask(ADMIN, words)).toContain(said);
    expect(await filesIn(rehearsal, chat, ADMIN)).toEqual([]);
    expect(await recorded(rehearsal)).toEqual([]);
  });

  test('is refused to whoever is no admin', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    expect(await rehearsal.ask(JANE, 'report')).toContain('not available to you');
    expect(await filesIn(rehearsal, chat, JANE)).toEqual([]);
  });

  test('that the chat does not take says why, and that nothing else changes', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    if (chat === 'slack') {
      rehearsal.slack.faults.add({
        kind: 'error',
        code: 'file_uploads_disabled',
        method: 'files.getUploadURLExternal',
      });
    } else rehearsal.dingtalk.faults.add({ kind: 'permission_403', endpoint: 'POST /media/upload' });
    const answer = await rehearsal.ask(ADMIN, 'report');
    expect(answer).toContain(
      chat === 'slack' ? 'takes no files from the bot' : 'the app needs qyapi_robot_sendmsg',
    );
    expect(answer).toContain('npm run export');
    expect(await filesIn(rehearsal, chat, ADMIN)).toEqual([]);
    await rehearsal.app.runDueJobs();
    expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/not taken|failing/);
    expect(await rehearsal.ask(ADMIN, 'report')).toContain('by direct message');
  });

  test('that may have arrived says so, and is not sent again', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    if (chat === 'slack') {
      rehearsal.slack.faults.add({ kind: 'accept_then_reset', method: 'files.completeUploadExternal' });
    } else {
      const endpoint = 'POST /v1.0/robot/oToMessages/batchSend';
      rehearsal.dingtalk.faults.add({ kind: 'accept_then_reset', endpoint });
    }
    expect(await rehearsal.ask(ADMIN, 'report')).toContain('It may have arrived');
    expect(await filesIn(rehearsal, chat, ADMIN)).toHaveLength(1);
  });

  test('is made one at a time', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    holdUploads(rehearsal, chat);
    // It is never answered: the first report is on its way for as long as this takes.
    const first = rehearsal.say(ADMIN, 'report').catch(() => null);
    await vi.waitFor(() => expect(uploads(rehearsal, chat)).toBe(1), { timeout: UPLOAD_WITHIN_MS });
    expect(await rehearsal.ask(OTHER_ADMIN, 'report')).toContain('being made already');
    expect(uploads(rehearsal, chat)).toBe(1);
    onTestFinished(async () => void (await first));
  });

  test('without room or right to write says so, and nothing else changes', async () => {
    const rehearsal = await rehearse(WITH_FILES);
    // Where nobody may make anything, whoever runs the bot.
    const back = temporaryFolderIs('/sys');
    const answer = await rehearsal.ask(ADMIN, 'report').finally(back);
    expect(answer).toContain('There is no room, or no right');
    expect(answer).toContain('npm run export');
    expect(await filesIn(rehearsal, chat, ADMIN)).toEqual([]);
    expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/Not working/);
    expect(await rehearsal.ask(ADMIN, 'report')).toContain('by direct message');
  });

  test('leaves nothing in the temporary folder', async () => {
    const mine = await mkdtemp(join(tmpdir(), 'tmp-of-report-'));
    const back = temporaryFolderIs(mine);
    onTestFinished(async () => {
      back();
      await rm(mine, { recursive: true });
    });
    const rehearsal = await rehearse(WITH_FILES);
    const there = await readdir(mine);
    await rehearsal.ask(ADMIN, 'report');
    expect(await filesIn(rehearsal, chat, ADMIN)).toHaveLength(1);
    expect(await readdir(mine)).toEqual(there);
  });
});

describe('in Slack without the scope of files', () => {
  test('/mfa report names it, and nothing else changes', async () => {
    const rehearsal = await rehearseIn('slack')({ users: USERS, workspace: { scopes: [...BOT_SCOPES] } });
    const answer = await rehearsal.ask(ADMIN, 'report');
    expect(answer).toContain('the app needs files:write');
    expect(await filesIn(rehearsal, 'slack', ADMIN)).toEqual([]);
    await rehearsal.app.runDueJobs();
    expect(await rehearsal.ask(ADMIN, 'status')).not.toContain('missing_scope');
    await rehearsal.start();
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });
});

describe('in DingTalk, which takes files of 20 MB', () => {
  test('/mfa report that is larger says so, and how to get it', async () => {
    const rehearsal = await rehearseIn('dingtalk')(WITH_FILES);
    await rehearsal.db.inTransaction(async (trx) => {
      for (let row = 0; row < 40; row += 1) {
        const detail = randomBytes(750_000).toString('base64');
        await recordActivity(trx, rehearsal.clock.now(), [{ kind: 'paused', detail }]);
      }
    });
    const answer = await rehearsal.ask(ADMIN, 'report');
    expect(answer).toContain('larger than this chat takes');
    expect(answer).toContain('npm run export');
    expect(await filesIn(rehearsal, 'dingtalk', ADMIN)).toEqual([]);
    expect(uploads(rehearsal, 'dingtalk')).toBe(0);
  });
});
