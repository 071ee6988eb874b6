import { describe, expect, test } from 'vitest';
import type { SandboxedChat } from '../../demo/stage.ts';
import { createLog } from '../../src/log.ts';
import type { Database } from '../../src/store/database.ts';
import { FAULTS } from '../chaos/fault-loop.ts';
import { overhear } from '../secrecy/overhear.ts';
import { expectSecrecy } from '../secrecy/secrecy-kit.ts';
import { allRows } from '../store/all-rows.ts';
import {
  ADMIN,
  CORP,
  colleague,
  EACH_CHAT,
  idIn,
  JANE,
  MEMBERS,
  person,
  type Rehearsal,
  rehearseIn,
  WEI,
} from './rehearsal.ts';

const TEST_TIMEOUT_MS = 240_000;
const FAULTS_A_DAY = 8;
const DAYS = ['02', '03', '05', '09', '10'] as const;

const SECRETS = {
  reader: 'reader-secret',
  enforcer: 'enforcer-secret',
  slackBot: 'xoxb-demo',
  slackApp: 'xapp-demo',
  dingtalk: 'demo-client-secret',
};
const EMAIL = 'zz.recognised@corp.example';
const MOBILE = '13912345678';
/** What vendors hand out: to act as a role, to connect, to answer. */
const HANDED_OUT = [
  /STS\.[0-9a-f]{24}/,
  /CAIS[\w+/=]{40}/,
  /ticket=/,
  /access_token=/,
  /sendBySession/,
  /\/(?:commands|actions)\/T0/,
];

const USER = { email: EMAIL, mobilePhone: `86-${MOBILE}`, comments: `call ${MOBILE}` };

/** Jane is found by her address, or by her mobile where the chat knows that. */
async function begin(chat: SandboxedChat, lines: string[]): Promise<Rehearsal> {
  const members = MEMBERS.map((one) => (one.id === JANE ? { ...one, email: EMAIL } : one));
  const colleagues = MEMBERS.map(({ id, realName }) =>
    colleague(idIn(chat, id), realName, id === JANE ? { email: EMAIL, mobile: MOBILE } : {}),
  );
  return rehearseIn(chat)({
    account: { site: 'cn' },
    users: [person('jane', USER), person('wei', { loginProfile: {} }), person('sam.lee')],
    members,
    organisation: { members: colleagues },
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    variables: { ENFORCER_ROLE_NAME: 'mfa-bot-enforcer' },
  });
}

/** What they ask while RAM answers as it likes. */
async function askAround(rehearsal: Rehearsal, chat: SandboxedChat): Promise<void> {
  for (const [who, words] of [
    [ADMIN, 'status jane'],
    [ADMIN, 'history jane'],
    [ADMIN, `link jane ${EMAIL}`],
    // Only there a mobile finds anybody; elsewhere the admin is told what was typed.
    [ADMIN, chat === 'dingtalk' ? `link jane ${MOBILE}` : 'status unmapped'],
    [ADMIN, 'status'],
    [JANE, 'me'],
    [WEI, `link jane ${EMAIL}`],
    [WEI, `exempt jane 2026-04-01 ${MOBILE}`],
  ] as const) {
    await rehearsal.ask(who, words);
    rehearsal.aWhileLater();
  }
}

async function liveThrough(rehearsal: Rehearsal, chat: SandboxedChat): Promise<void> {
  const faults = FAULTS.filter((one) => one.in === chat || one.in === 'alibaba');
  for (const [index, day] of DAYS.entries()) {
    const today = faults.slice(index * FAULTS_A_DAY, (index + 1) * FAULTS_A_DAY);
    for (const fault of today) switchOn(rehearsal, fault);
    await rehearsal.advanceTo(`2026-03-${day}T16:40`);
    if (chat === 'slack') rehearsal.slack.faults.clear();
    else rehearsal.dingtalk.faults.clear();
    await askAround(rehearsal, chat);
    rehearsal.alibaba.faults.clear();
  }
}

function switchOn(rehearsal: Rehearsal, fault: (typeof FAULTS)[number]): void {
  const often = { probability: 0.25, times: Number.POSITIVE_INFINITY };
  if (fault.in === 'alibaba') rehearsal.alibaba.faults.add({ ...fault.fault, ...often });
  if (fault.in === 'slack') rehearsal.slack.faults.add({ ...fault.fault, ...often });
  if (fault.in === 'dingtalk') rehearsal.dingtalk.faults.add({ ...fault.fault, ...often });
}

/** Every row there is, without what is known of people to find them by. */
async function rowsOf(db: Database): Promise<string> {
  const rows = [...(await allRows(db))].flatMap(([table, all]) =>
    all.map(({ email: _, mobile: __, ...rest }) => JSON.stringify({ in: table, ...rest })),
  );
  return rows.join('\n');
}

/** All that the bot said to anybody, and how. */
function saidIn(rehearsal: Rehearsal, chat: SandboxedChat): string {
  const said =
    chat === 'slack'
      ? rehearsal.slack.requests.filter(({ method }) => /^chat\.|response_url/.test(method))
      : rehearsal.dingtalk.requests.filter(({ endpoint }) => /robot/.test(endpoint));
  // Where an answer goes to is Slack's to know.
  return said.map(({ args: { path: _, ...args } }) => JSON.stringify(args)).join('\n');
}

describe.each(EACH_CHAT)('in %s', (chat) => {
  test('secrets, addresses and mobiles are in no log, no row, no message and nothing printed', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const lines: string[] = [];
    const heard = overhear();
    const rehearsal = await begin(chat, lines).catch((error) => {
      heard.end();
      throw error;
    });
    await rehearsal.start();
    await liveThrough(rehearsal, chat).finally(() => heard.end());
    const places = {
      log: lines.join(''),
      printed: heard.end(),
      rows: await rowsOf(rehearsal.db),
      said: saidIn(rehearsal, chat),
    };
    expectSecrecy(places, [...Object.values(SECRETS), EMAIL, MOBILE, ...HANDED_OUT]);
    // It went through all of it: people were told, RAM refused, the chat failed.
    expect(rehearsal.toldTo(JANE).length).toBeGreaterThan(0);
    expect(places.log).toMatch(/"outcome":"(?!ok|sent)/);
    expect(rehearsal.alibaba.account(CORP).user('jane').email).toBe(EMAIL);
  });
});
