import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import {
  ADMIN,
  type BOTH_CHATS,
  CORP,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  wordsOf,
} from './rehearsal.ts';

const MINUTE_MS = 60_000;
const LINES_AN_HOUR = 20;
const CALLS_AN_HOUR = 300;

type Chat = (typeof BOTH_CHATS)[number];

/** Whatever is asked, of whichever vendor. */
function nobodyAnswers(rehearsal: Rehearsal, chat: Chat): void {
  rehearsal.alibaba.faults.add({ kind: 'server_error', status: 503 });
  const always = { kind: 'server_error', times: Number.POSITIVE_INFINITY } as const;
  if (chat === 'slack') rehearsal.slack.faults.add({ method: '*', ...always });
  else rehearsal.dingtalk.faults.add({ endpoint: '*', ...always });
}

/** As often as messages are looked for on a real day. */
async function everyFiveMinutes({ clock, app }: Rehearsal, until: string): Promise<void> {
  for (const end = Date.parse(`${until}:00+08:00`); clock.now() < end; ) {
    clock.leapTo(clock.now() + 5 * MINUTE_MS);
    await app.runDueJobs();
  }
}

const callsOf = (rehearsal: Rehearsal, chat: Chat) =>
  rehearsal.alibaba.requests.entries.length + rehearsal[chat].requests.length;

test.each(EACH_CHAT)(
  'three hours in which every vendor answers 5xx, %s too: asked and logged within bounds, told, and made up for',
  async (chat) => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const users = [person('jane.doe', tagOf(chat, JANE))];
    const rehearsal = await rehearseIn(chat)({ users, log });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T17:00');
    rehearsal.alibaba.account(CORP).addUser(person('sam.lee', tagOf(chat, SAM)));
    rehearsal.alibaba.account(CORP).user('jane.doe').mfaDevice = PHONE;
    await rehearsal.advanceTo('2026-03-03T09:00');

    nobodyAnswers(rehearsal, chat);
    const before = { lines: lines.length, calls: callsOf(rehearsal, chat) };
    await everyFiveMinutes(rehearsal, '2026-03-03T12:00');
    expect(lines.length - before.lines).toBeLessThan(3 * LINES_AN_HOUR);
    expect(callsOf(rehearsal, chat) - before.calls).toBeLessThan(3 * CALLS_AN_HOUR);
    expect([SAM, ADMIN].map(rehearsal.toldTo)).toEqual([[], []]);

    rehearsal.alibaba.faults.clear();
    rehearsal[chat].faults.clear();
    await rehearsal.advanceTo('2026-03-03T17:00');
    expect(rehearsal.toldTo(SAM)).toEqual([expect.stringMatching(/^MFA is missing for sam.lee/)]);
    expect(rehearsal.toldTo(JANE).filter((words) => words.startsWith('Thank you'))).toHaveLength(1);
    expect(rehearsal.toldTo(ADMIN)).toContainEqual(expect.stringMatching(/^Not working: corp/));
    // In one message or in two: whichever answers first may be seen before the other.
    const works = rehearsal.messagesTo(ADMIN).filter(({ summary }) => summary.startsWith('Works again: '));
    const told = works.map(wordsOf).join('\n');
    expect(told).toMatch(/corp \(\d+\)\W*: working again/);
    expect(told).toMatch(/(Slack|DingTalk)\W*: working again/);
    expect(rehearsal.channelMessages()).toHaveLength(2);
    expect(await rehearsal.notices('sam.lee')).toEqual(['first/1 sent']);
  },
);
