import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  codeOf,
  idIn,
  JANE,
  OTHER_ADMIN,
  OTHER_GROUP,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  SECURITY_GROUP,
} from './rehearsal.ts';

const rehearse = rehearseIn('dingtalk');
const USERS = [person('jane.doe'), person('sam.lee')];
const SECURITY = SECURITY_GROUP.openConversationId;
const LUNCH = OTHER_GROUP.openConversationId;

const NOT_HERE = /Others would read the answer here/;
const REFUSED = 'not available to you';

const refusals = async ({ db }: Rehearsal) =>
  db
    .selectFrom('activity')
    .select(['actorMemberId', 'detail'])
    .where('kind', '=', 'command_refused')
    .execute();

describe('where a command is given in DingTalk', () => {
  test.each([
    { who: SAM, where: SECURITY, words: 'status', says: '0 of 2' },
    { who: SAM, where: SECURITY, words: 'status jane.doe', says: 'no MFA device' },
    { who: SAM, where: SECURITY, words: 'history jane.doe', says: 'jane.doe' },
    { who: SAM, where: SECURITY, words: 'enforce jane.doe', says: REFUSED },
    { who: SAM, where: SECURITY, words: 'pause', says: REFUSED },
    { who: ADMIN, where: SECURITY, words: 'pause', says: /paused/i },
    { who: ADMIN, where: SECURITY, words: 'enforce jane.doe', says: 'Nothing has changed yet' },
    { who: ADMIN, where: SECURITY, words: 'here', says: SECURITY },
    { who: ADMIN, where: SECURITY, words: 'me', says: NOT_HERE },
    { who: ADMIN, where: LUNCH, words: 'here', says: LUNCH },
    { who: JANE, where: LUNCH, words: 'here', says: REFUSED },
    { who: JANE, where: LUNCH, words: 'help', says: '/mfa me' },
    { who: ADMIN, where: LUNCH, words: 'status', says: NOT_HERE },
    { who: ADMIN, where: LUNCH, words: 'enforce jane.doe', says: NOT_HERE },
    { who: JANE, where: LUNCH, words: 'me', says: NOT_HERE },
    // A viewer is one in the security group alone.
    { who: SAM, where: 'direct', words: 'status', says: REFUSED },
    { who: ADMIN, where: 'direct', words: 'status', says: '0 of 2' },
    { who: JANE, where: 'direct', words: 'me', says: 'jane.doe' },
  ])('/mfa $words by $who in $where', async ({ who, where, words, says }) => {
    const rehearsal = await rehearse({ users: USERS });
    const answer = await rehearsal.ask(who, words, where);
    if (typeof says === 'string') expect(answer).toContain(says);
    else expect(answer).toMatch(says);
    if (says === NOT_HERE) expect(answer).not.toMatch(/0 of 2|no MFA device/);
    expect(await refusals(rehearsal)).toEqual(
      says === REFUSED ? [{ actorMemberId: idIn('dingtalk', who), detail: words.split(' ')[0] }] : [],
    );
  });

  test('what is not said to the bot in a group is not heard', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const said = await rehearsal.dingtalk.say({
      userId: idIn('dingtalk', ADMIN),
      text: '/mfa pause',
      conversation: SECURITY,
      mention: 'none',
    });
    expect(said.notTold).toBe('robot_not_mentioned');
    expect(await rehearsal.ask(ADMIN, 'status')).not.toMatch(/paused/i);
  });
});

describe('a confirmation in DingTalk', () => {
  test('is a link that says the words, which can be typed as well', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const question = await rehearsal.say(ADMIN, 'start');
    expect(question.words).toContain(`/mfa confirm ${codeOf(question)}`);
    await rehearsal.ask(ADMIN, `confirm ${codeOf(question)}`);
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test('asked for in the group is given there, by whoever asked alone', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const question = await rehearsal.say(ADMIN, 'enforce jane.doe', SECURITY);
    const words = `confirm ${codeOf(question)}`;
    expect(await rehearsal.ask(OTHER_ADMIN, words, SECURITY)).toContain('belongs to somebody else');
    expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(0);
    expect(await rehearsal.ask(ADMIN, words, SECURITY)).toContain('1 of 1 user');
    expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(1);
  });
});

describe('a message that DingTalk pushes twice', () => {
  const again = ({ dingtalk }: Rehearsal, msgId: string, text: string) =>
    dingtalk.say({ userId: idIn('dingtalk', ADMIN), text, msgId });

  test('is carried out once', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const first = await again(rehearsal, 'msg-1', '/mfa pause');
    await first.waitForReplies(1);
    const second = await again(rehearsal, 'msg-1', '/mfa pause');
    await rehearsal.ask(ADMIN, 'help');
    expect(second.replies).toEqual([]);
    expect(await pauses(rehearsal)).toBe(1);
  });

  test('also across a restart', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
    const words = `/mfa confirm ${codeOf(question)}`;
    await (await again(rehearsal, 'msg-2', words)).waitForReplies(1);
    await rehearsal.restart();
    const second = await again(rehearsal, 'msg-2', words);
    await rehearsal.ask(ADMIN, 'help');
    expect(second.replies).toEqual([]);
    expect(second.acknowledgedWithinMs).not.toBeNull();
    expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(1);
  });
});

async function pauses({ db }: Rehearsal): Promise<number> {
  return (await db.selectFrom('pause').selectAll().execute()).length;
}

test('without DEFAULT_LANGUAGE everybody is written to and answered in Chinese', async () => {
  const rehearsal = await rehearse({ users: USERS, without: ['DEFAULT_LANGUAGE'] });
  await rehearsal.start();
  expect(rehearsal.toldTo(JANE)).toEqual([expect.stringMatching(/\p{Script=Han}/u)]);
  expect(await rehearsal.ask(JANE, 'help')).toMatch(/\p{Script=Han}/u);
});
