import { describe, expect, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import { randomNumbers } from '../chaos/random-numbers.ts';
import {
  ADMIN,
  CORP,
  codeOf,
  EACH_CHAT,
  JANE,
  OTHER_ADMIN,
  OTHER_GROUP,
  person,
  type Rehearsal,
  rehearseIn,
  WEI,
} from './rehearsal.ts';

const REQUESTS = 150;
const SEED = 20261126;
const TEST_TIMEOUT_MS = 240_000;
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** What somebody tries who may not; `recorded` with it, unless it comes from outside of the organisation. */
interface Forgery {
  readonly who: string;
  readonly words: string;
  readonly from?: 'another workspace' | 'another group';
}

const COMMANDS = [
  'enforce jane.doe',
  'enforce overdue',
  'unenforce jane.doe',
  'start',
  'start jane.doe',
  'pause',
  'audit',
  'preview',
  'link jane.doe none',
];

/** Everybody's: members, somebody who was an admin once, and an admin who guesses or uses again what was used. */
function forgeries(chat: SandboxedChat, known: readonly string[]): readonly Forgery[] {
  const random = randomNumbers(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const guess = () => Array.from({ length: 6 }, () => pick([...LETTERS])).join('');
  return Array.from({ length: REQUESTS }, (): Forgery => {
    const code = random() < 0.5 ? pick(known) : guess();
    const words = random() < 0.6 ? pick(COMMANDS) : `confirm ${code}`;
    const isFromElsewhere = random() < 0.2;
    if (isFromElsewhere && chat === 'slack') return { who: ADMIN, words, from: 'another workspace' };
    if (isFromElsewhere) return { who: JANE, words, from: 'another group' };
    return random() < 0.15
      ? { who: ADMIN, words: `confirm ${code}` }
      : { who: pick([JANE, WEI, OTHER_ADMIN]), words };
  });
}

async function tryAll(rehearsal: Rehearsal, chat: SandboxedChat, all: readonly Forgery[]): Promise<void> {
  for (const { who, words, from } of all) {
    if (from === 'another workspace') {
      await rehearsal.slack.command({ userId: who, text: words, teamId: 'T0ELSE' });
      continue;
    }
    await rehearsal.ask(who, words, from === undefined ? undefined : OTHER_GROUP.openConversationId);
    if (chat === 'dingtalk') rehearsal.aWhileLater(1);
  }
}

/** What stands behind a question that was answered, and one that nobody answered in time. */
async function usedCodes(rehearsal: Rehearsal): Promise<readonly string[]> {
  const used = await rehearsal.say(ADMIN, 'enforce jane.doe');
  await rehearsal.confirm(ADMIN, used);
  const expired = await rehearsal.say(ADMIN, 'enforce wei');
  rehearsal.aWhileLater(301);
  return [codeOf(used), codeOf(expired)];
}

const changes = async ({ alibaba, db }: Rehearsal) => ({
  updates: alibaba.requests.count('UpdateLoginProfile'),
  audits: (await db.selectFrom('auditRun').select('runId').execute()).length,
  pauses: (await db.selectFrom('pause').select('pauseId').execute()).length,
  released: (await db.selectFrom('hold').select('holdId').where('endedAt', 'is not', null).execute()).length,
  questions: (await db.selectFrom('confirmation').select('code').execute()).length,
  required: alibaba
    .account(CORP)
    .users()
    .filter((user) => user.loginProfile?.mfaBindRequired).length,
});

const refusals = async ({ db }: Rehearsal) =>
  (
    await db
      .selectFrom('activity')
      .select('kind')
      .where('kind', 'in', ['command_refused', 'code_refused'])
      .execute()
  ).length;

describe.each(EACH_CHAT)('in %s', (chat) => {
  test('none of many requests of people who may not is carried out, and all are recorded', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const variables = { SLACK_ADMIN_IDS: ADMIN, DINGTALK_ADMIN_IDS: 'admin' };
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe'), person('wei')], variables });
    const all = forgeries(chat, await usedCodes(rehearsal));
    const before = await changes(rehearsal);
    await tryAll(rehearsal, chat, all);
    expect(await changes(rehearsal)).toEqual(before);
    expect(await refusals(rehearsal)).toBe(all.filter(({ from }) => from !== 'another workspace').length);
  });
});
