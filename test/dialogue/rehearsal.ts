import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach } from 'vitest';
import { type Stage, type StageOptions, setStage } from '../../demo/stage.ts';
import type { AccountSeed } from '../../sandbox/alibaba/index.ts';
import type { SandboxMessage } from '../../sandbox/slack/message.ts';
import type { Member } from '../../sandbox/slack/workspace.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { NoticeRow } from '../../src/store/notices.ts';

export const CORP = '1000000000000001';
export const LABS = '1000000000000002';

export const ADMIN = 'U0ADMIN';
export const OTHER_ADMIN = 'U0ADMIN2';
export const JANE = 'U0JANE';
export const SAM = 'U0SAM';
export const WEI = 'U0WEI';

function member(id: string, name: string, more: Partial<Member> = {}): Member {
  const email = `${name}@corp.example`;
  return { id, name, realName: name, email, tz: 'Asia/Shanghai', locale: 'en-US', ...more };
}

export const MEMBERS: readonly Member[] = [
  member(ADMIN, 'admin'),
  member(OTHER_ADMIN, 'admin2'),
  member(JANE, 'jane.doe'),
  member(SAM, 'sam.lee', { tz: 'Europe/Berlin' }),
  member(WEI, 'wei', { locale: 'zh-CN' }),
];

type UserSeed = NonNullable<AccountSeed['users']>[number];

/** With a console password and no MFA; by name and e-mail domain the person of the same name. */
export function person(userName: string, more: Partial<UserSeed> = {}): UserSeed {
  return { userName, loginProfile: {}, ...more };
}

export const PHONE = { type: 'VMFA' } as const;

export interface RehearsalOptions extends Omit<StageOptions, 'accounts'> {
  /** Of the account `corp`. */
  readonly users?: readonly UserSeed[];
  readonly account?: Partial<AccountSeed>;
  readonly furtherAccounts?: readonly AccountSeed[];
  /** Sets faults before the bot looks for the first time. */
  readonly beforeFirstAudit?: (stage: Stage) => void;
  /** Variables that are not set at all. */
  readonly without?: readonly string[];
}

/** The stage with what tests want to know beside it: the words of messages, and what is in the database. */
export interface Rehearsal extends Stage {
  /** As the stage's, with fewer stops on the way: the audit, the morning in Shanghai, the morning in Berlin. */
  advanceTo(at: string): Promise<void>;
  /** The rows as they are now, seen through a connection of their own. */
  readonly db: Database;
  /** Presses the only button that confirms. */
  confirm(memberId: string, question: SandboxMessage): Promise<string>;
  /** Types it and answers with all the words of the reply. */
  ask(memberId: string, words: string): Promise<string>;
  /** Gives `/mfa start` and confirms it. */
  start(users?: string): Promise<string>;
  /** What the person sees in the direct message with the bot: the summary of each message. */
  toldTo(memberId: string): readonly string[];
  /** Those to the person as `step/occurrence state`, in the order of planning. */
  notices(userName: string): Promise<readonly string[]>;
  noticeRows(userName: string): Promise<readonly NoticeRow[]>;
  /** Presses *Check again* or types `/mfa me` half a minute later than the last time. */
  aWhileLater(seconds?: number): void;
}

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** Starts on Monday 2 March 2026 at 10:00 in Shanghai, unless told otherwise; stopped after the test. */
export async function rehearse(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const rehearsal = await begin(options);
  running.push(rehearsal);
  return rehearsal;
}

/** The same, for several tests in a row: whoever begins it stops it. */
export async function begin(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const {
    users = [],
    account = {},
    furtherAccounts = [],
    variables,
    without = [],
    beforeFirstAudit,
    ...more
  } = options;
  const folder = mkdtempSync(join(tmpdir(), 'mfa-dialogue-'));
  const path = join(folder, 'mfa.db');
  const stage = await setStage({
    members: MEMBERS,
    startsAt: '2026-03-02T10:00',
    ...more,
    accounts: [{ accountId: CORP, alias: 'corp', users, ...account }, ...furtherAccounts],
    variables: {
      SLACK_ADMIN_IDS: `${ADMIN},${OTHER_ADMIN}`,
      CONTACT_EMAIL_DOMAINS: 'corp.example',
      DATABASE_URL: `file:${path}`,
      ...variables,
      ...(Object.fromEntries(without.map((name) => [name, undefined])) as Record<string, never>),
    },
  });
  const db = await openDatabase(path);
  beforeFirstAudit?.(stage);
  await stage.app.runDueJobs();
  await stage.app.runDueJobs();
  return rehearsalOf(stage, db, () => rmSync(folder, { recursive: true }));
}

function rehearsalOf(stage: Stage, db: Database, forget: () => void): Rehearsal {
  const noticeRows = async (userName: string) => {
    const rows = await db
      .selectFrom('notice')
      .innerJoin('ramUser', (join) =>
        join
          .onRef('ramUser.userId', '=', 'notice.userId')
          .onRef('ramUser.accountId', '=', 'notice.accountId'),
      )
      .selectAll('notice')
      .where('ramUser.userName', '=', userName)
      .where('audience', '=', 'person')
      .orderBy('notice.plannedAt')
      .execute();
    return rows;
  };
  const confirm = async (memberId: string, question: SandboxMessage) =>
    wordsOf(await stage.press(memberId, question, confirmLabel(question)));
  return Object.create(stage, {
    advanceTo: { value: (at: string) => advance(stage, at) },
    db: { value: db },
    confirm: { value: confirm },
    ask: { value: async (memberId: string, words: string) => wordsOf(await stage.say(memberId, words)) },
    start: {
      value: async (users = '') => confirm(ADMIN, await stage.say(ADMIN, `start ${users}`.trim())),
    },
    toldTo: { value: (memberId: string) => stage.directMessages(memberId).map(({ text }) => text) },
    noticeRows: { value: noticeRows },
    notices: {
      value: async (userName: string) =>
        (await noticeRows(userName)).map(
          ({ step, occurrence, state, cancelReason }) =>
            `${step}/${occurrence} ${state}${cancelReason === null ? '' : `(${cancelReason})`}`,
        ),
    },
    aWhileLater: {
      value: (seconds = 31) => stage.clock.leapTo(stage.clock.now() + seconds * 1000),
    },
    stop: {
      value: async () => {
        await db.destroy();
        // Together: the bot waits a moment for connections that the other side ends.
        await Promise.all([stage.app.stop(AbortSignal.timeout(5000)), stage.slack.stop()]);
        await stage.stop();
        forget();
      },
    },
  }) as Rehearsal;
}

const STOPS = [
  { hour: 9, minute: 10 },
  { hour: 9, minute: 35 },
  { hour: 16, minute: 35 },
];

async function advance({ clock, app, timeZone }: Stage, at: string): Promise<void> {
  const target = DateTime.fromISO(at, { zone: timeZone });
  let now = DateTime.fromMillis(clock.now(), { zone: timeZone });
  for (let day = now.startOf('day'); day <= target; day = day.plus({ days: 1 })) {
    for (const stop of STOPS.map((time) => day.set(time)).filter((one) => one > now && one < target)) {
      clock.leapTo(stop.toMillis());
      await app.runDueJobs();
      now = DateTime.fromMillis(clock.now(), { zone: timeZone });
    }
  }
  clock.leapTo(target.toMillis());
  // Twice: a delivery that was under way when more fell due takes up the rest the second time.
  await app.runDueJobs();
  await app.runDueJobs();
}

/** All words of a message that somebody can read, in order. */
export function wordsOf({ text, blocks }: Pick<SandboxMessage, 'text' | 'blocks'>): string {
  return [text, ...blocks.map(wordsIn)].join('\n');
}

/** What stands in a line together, as Slack joins it. */
const ONE_LINE = new Set(['rich_text_section']);
const READABLE = new Set(['text', 'title', 'label', 'name']);

function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsIn).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const { type, elements, text } = value as { type?: string; elements?: unknown[]; text?: unknown };
  if (ONE_LINE.has(type ?? '')) return (elements ?? []).map(wordsIn).join('');
  // The marks around bold and code words, and what keeps them apart.
  if (type === 'mrkdwn') return String(text).replace(/[\u200B*`]/g, '');
  return Object.entries(value)
    .map(([key, inner]) => (typeof inner === 'string' ? (READABLE.has(key) ? inner : '') : wordsIn(inner)))
    .filter(Boolean)
    .join('\n');
}

interface ButtonElement {
  readonly value: string;
  readonly text: { readonly text: string };
}

function buttonsOf({ blocks }: Pick<SandboxMessage, 'blocks'>): readonly ButtonElement[] {
  return blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as ButtonElement[]) : []));
}

function confirmLabel(question: SandboxMessage): string {
  const button = buttonsOf(question).find(({ value }) => value.startsWith('confirm '));
  if (button === undefined) throw new Error(`Nothing to confirm in: ${wordsOf(question)}`);
  return button.text.text;
}

/** The code that the button of a question stands for. */
export function codeOf(question: SandboxMessage): string {
  return (
    buttonsOf(question)
      .find(({ value }) => value.startsWith('confirm '))
      ?.value.slice('confirm '.length) ?? ''
  );
}
