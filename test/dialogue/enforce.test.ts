import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { isOnServer } from '../store/test-database.ts';
import {
  ADMIN,
  CORP,
  codeOf,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  OTHER_ADMIN,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  wordsOf,
} from './rehearsal.ts';

describe.each(EACH_CHAT)('in %s', (chat) => {
  const rehearse = rehearseIn(chat);

  const USERS = [person('jane.doe'), person('eve.gray', { mfaDevice: PHONE }), person('nora.kent')];

  const updates = ({ alibaba }: Rehearsal) =>
    alibaba.requests.entries.filter((entry) => entry.action === 'UpdateLoginProfile');
  const required = ({ alibaba }: Rehearsal, name: string) =>
    alibaba.account(CORP).user(name).loginProfile?.mfaBindRequired;
  const outcomes = async ({ db }: Rehearsal) =>
    (await db.selectFrom('enforcement').select(['state', 'outcomeCode']).execute()).map(
      ({ state, outcomeCode }) => (outcomeCode === null ? state : `${state}: ${outcomeCode}`),
    );

  async function enforced(rehearsal: Rehearsal, words: string): Promise<string> {
    return rehearsal.confirm(ADMIN, await rehearsal.say(ADMIN, words));
  }

  describe('requiring MFA', () => {
    test('shows first who it is about, what it does and how to undo it, and changes nothing', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const preview = await rehearsal.ask(ADMIN, 'enforce jane.doe');
      const { userId } = rehearsal.alibaba.account(CORP).user('jane.doe');
      expect(preview).toContain(`UserId ${userId}`);
      expect(preview).toContain('corp');
      expect(preview).toContain('Never messaged');
      expect(preview).toContain('Access keys keep working');
      expect(preview).toContain('/mfa unenforce <user>');
      expect(updates(rehearsal)).toEqual([]);
    });

    test('sends, once confirmed, exactly the name and the one setting, and reads it back', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const answer = await enforced(rehearsal, 'enforce jane.doe');
      expect(answer).toContain('MFA is now required for 1 of 1 user');
      const [update, ...more] = updates(rehearsal);
      const { Action: _action, Version: _version, ...sent } = update?.params ?? {};
      expect({ sent, more }).toEqual({ sent: { UserName: 'jane.doe', MFABindRequired: 'true' }, more: [] });
      expect(required(rehearsal, 'jane.doe')).toBe(true);
      expect(await outcomes(rehearsal)).toEqual(['verified']);
      const after = rehearsal.alibaba.requests.entries.slice(
        rehearsal.alibaba.requests.entries.indexOf(update as never) + 1,
      );
      expect(after.some((entry) => entry.action === 'GetLoginProfile')).toBe(true);
    });

    test('is done by the enforcer alone', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await enforced(rehearsal, 'enforce jane.doe');
      expect(updates(rehearsal)[0]?.caller).toMatch(/enforcer/);
      const readers = rehearsal.alibaba.requests.entries.filter((entry) => /reader/.test(entry.caller ?? ''));
      expect(readers.some((entry) => entry.action === 'UpdateLoginProfile')).toBe(false);
    });

    test('leaves what is bound and the password as they are', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await enforced(rehearsal, 'enforce eve.gray');
      expect(rehearsal.alibaba.account(CORP).user('eve.gray')).toMatchObject({
        mfaDevice: PHONE,
        loginProfile: { mfaBindRequired: true, passwordChanges: 0, passwordResetRequired: false },
      });
    });

    test('is told in the security channel, with who asked, and to the person', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      expect(await enforced(rehearsal, 'enforce jane.doe')).toContain('The person is told');
      const post = rehearsal.channelMessages().at(-1);
      expect(JSON.stringify(post?.wire.message)).toContain(idIn(chat, ADMIN));
      expect(wordsOf(post)).toContain('jane.doe');
      expect(rehearsal.toldTo(JANE).at(-1)).toMatch(/now required for jane\.doe/);
      const history = await rehearsal.say(ADMIN, 'history jane.doe');
      expect(JSON.stringify(history.wire.message)).toContain(idIn(chat, ADMIN));
    });

    test('of somebody nobody knows in chat says that the person could not be told', async () => {
      const rehearsal = await rehearse({ users: USERS });
      expect(await enforced(rehearsal, 'enforce nora.kent')).toContain('could not be told');
    });

    test('of several at once', async () => {
      const rehearsal = await rehearse({ users: USERS });
      expect(await enforced(rehearsal, 'enforce jane.doe nora.kent jane.doe')).toContain('2 of 2 users');
      expect(updates(rehearsal).map((entry) => entry.params.UserName)).toEqual(['jane.doe', 'nora.kent']);
    });

    test('of those who are overdue', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await rehearsal.start();
      expect(await rehearsal.ask(ADMIN, 'enforce overdue')).toContain('Nobody is overdue');
      await rehearsal.advanceTo('2026-03-17T10:00');
      expect(await enforced(rehearsal, 'enforce overdue')).toContain('1 of 1 user');
      expect(updates(rehearsal).map((entry) => entry.params.UserName)).toEqual(['jane.doe']);
    });

    test('of a user with a keyword’s name', async () => {
      const rehearsal = await rehearse({ users: [person('overdue')] });
      expect(await enforced(rehearsal, 'enforce user:overdue')).toContain('1 of 1 user');
    });

    test('of a logon name, in the account it belongs to', async () => {
      const rehearsal = await rehearse({
        users: [person('sam.lee')],
        furtherAccounts: [{ accountId: LABS, alias: 'labs', users: [person('sam.lee')] }],
      });
      await enforced(rehearsal, 'enforce sam.lee@labs.onaliyun.com');
      expect(required(rehearsal, 'sam.lee')).toBe(false);
      expect(rehearsal.alibaba.account(LABS).user('sam.lee').loginProfile?.mfaBindRequired).toBe(true);
    });

    test.runIf(chat === 'slack')('of whom a mention names (only Slack has them)', async () => {
      const rehearsal = await rehearse({ users: [person('sam.lee'), person('jane.doe')] });
      expect(await enforced(rehearsal, `enforce <@${SAM}|sam>`)).toContain('sam.lee');
      expect(updates(rehearsal).map((entry) => entry.params.UserName)).toEqual(['sam.lee']);
    });
  });

  describe('the confirmation', () => {
    test('of another admin, of a later time, or of a second press changes nothing', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      expect(await rehearsal.ask(OTHER_ADMIN, `confirm ${codeOf(question)}`)).toContain(
        'belongs to somebody else',
      );
      rehearsal.aWhileLater(301);
      expect(await rehearsal.confirm(ADMIN, question)).toContain('expired');
      expect(updates(rehearsal)).toEqual([]);
    });

    test('pressed twice at once is carried out once', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      const words = `confirm ${codeOf(question)}`;
      await Promise.all([rehearsal.answers(ADMIN, words, 1), rehearsal.answers(ADMIN, words, 1)]);
      expect(updates(rehearsal)).toHaveLength(1);
    });
  });

  describe('what is read back decides', () => {
    test('another setting that changed with it is told', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      const profile = rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile;
      // RAM’s own way with fields that are left out is documented nowhere: here it sets one.
      Object.defineProperty(profile, 'mfaBindRequired', {
        configurable: true,
        get: () => profile?.passwordResetRequired ?? false,
        set: (value: boolean) => Object.assign(profile ?? {}, { passwordResetRequired: value }),
      });
      expect(await rehearsal.confirm(ADMIN, question)).toContain('PasswordResetRequired');
      expect(await outcomes(rehearsal)).toEqual(['differs: PasswordResetRequired']);
    });

    test.each([
      { name: 'carried out, and the answer got lost', carriedOut: true, is: 'verified', bound: true },
      {
        name: 'not carried out, and the answer got lost',
        carriedOut: false,
        is: 'failed: interrupted',
        bound: false,
      },
    ])('$name: it is settled by reading, and never sent twice', async ({ carriedOut, is, bound }) => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.faults.add({ kind: 'reset', action: 'UpdateLoginProfile', carriedOut });
      await enforced(rehearsal, 'enforce jane.doe');
      expect(await outcomes(rehearsal)).toEqual([is]);
      expect(required(rehearsal, 'jane.doe')).toBe(bound);
      await rehearsal.advanceTo('2026-03-03T12:00');
      expect(updates(rehearsal)).toHaveLength(1);
    });

    test('a vendor’s error of its own is told by its code', async () => {
      const rehearsal = await rehearse({ users: USERS });
      rehearsal.alibaba.faults.add({ kind: 'no_permission', action: 'UpdateLoginProfile' });
      expect(await enforced(rehearsal, 'enforce jane.doe')).toContain('NoPermission');
      expect(await outcomes(rehearsal)).toEqual(['failed: NoPermission']);
      expect(required(rehearsal, 'jane.doe')).toBe(false);
    });

    test('what cannot be read back is unknown, and said so', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      // RAM’s own reading: once before the change, then no more.
      rehearsal.alibaba.faults.add({
        kind: 'no_permission',
        action: 'GetLoginProfile',
        version: '2015-05-01',
        skip: 1,
      });
      expect(await rehearsal.confirm(ADMIN, question)).toMatch(/unknown/);
      expect(await outcomes(rehearsal)).toEqual(['unknown: NoPermission']);
    });
  });

  describe('between the question and the answer', () => {
    test('a user who was renamed is not touched', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      rehearsal.alibaba.account(CORP).renameUser('jane.doe', 'jane.roe');
      await rehearsal.confirm(ADMIN, question);
      expect(updates(rehearsal)).toEqual([]);
      expect(await outcomes(rehearsal)).toEqual(['failed: user_changed']);
    });

    test('nor one who was created anew under the name', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      rehearsal.alibaba.account(CORP).deleteUser('jane.doe');
      rehearsal.alibaba.account(CORP).addUser(person('jane.doe'));
      await rehearsal.confirm(ADMIN, question);
      expect(updates(rehearsal)).toEqual([]);
      expect(required(rehearsal, 'jane.doe')).toBe(false);
    });

    test('nor one whom somebody else required meanwhile', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const question = await rehearsal.say(ADMIN, 'enforce jane.doe');
      const profile = rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile;
      if (profile !== null) profile.mfaBindRequired = true;
      await rehearsal.confirm(ADMIN, question);
      expect(updates(rehearsal)).toEqual([]);
      expect(await outcomes(rehearsal)).toEqual(['failed: already_required']);
    });
  });

  describe('confirmed, and the bot died before it began', () => {
    async function confirmedBefore(minutes: number): Promise<Rehearsal> {
      const rehearsal = await rehearse({ users: USERS });
      const { userId } = rehearsal.alibaba.account(CORP).user('jane.doe');
      const confirmedAt = rehearsal.clock.now();
      const row = {
        ...{ accountId: CORP, userId, userName: 'jane.doe', direction: 'enforce' },
        ...{
          actorChat: chat,
          actorMemberId: idIn(chat, ADMIN),
          confirmationCode: 'ABC234',
          state: 'confirmed',
        },
        ...{ confirmedAt, expiresAt: confirmedAt + 300_000 },
      };
      await rehearsal.restart(async () => {
        await rehearsal.db
          .insertInto('enforcement')
          .values(row as never)
          .execute();
        rehearsal.aWhileLater(minutes * 60);
      });
      await rehearsal.advanceTo('2026-03-02T11:00');
      return rehearsal;
    }

    test('it is carried out while the confirmation is valid, and admins are told', async () => {
      const rehearsal = await confirmedBefore(4);
      expect(await outcomes(rehearsal)).toEqual(['verified']);
      expect(updates(rehearsal)).toHaveLength(1);
      expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/jane\.doe/)]);
    });

    test('afterwards it is not, and admins are told', async () => {
      const rehearsal = await confirmedBefore(6);
      expect(await outcomes(rehearsal)).toEqual(['failed: expired']);
      expect(updates(rehearsal)).toEqual([]);
      expect(rehearsal.toldTo(ADMIN)).toEqual([expect.stringMatching(/jane\.doe/)]);
    });
  });

  describe('of many, interrupted', () => {
    const MANY = ['ann', 'bob', 'cem', 'dan', 'eva'].map((name) => person(name));
    const NAMES = 'ann bob cem dan eva';
    const BROKEN = isOnServer()
      ? [
          `create function broken() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`,
          `create trigger broken before update on enforcement for each row when (old.user_name = 'cem') execute function broken()`,
        ]
      : [
          `create trigger broken before update on enforcement when old.user_name = 'cem' begin select raise(abort, 'disk full'); end`,
        ];
    const posts = ({ channelMessages }: Rehearsal) =>
      channelMessages().filter(({ summary }) => /required MFA for/.test(summary));

    /** Confirmed, and stopped while the third waits for an answer that does not come. */
    async function stoppedAtThird(): Promise<Rehearsal> {
      const rehearsal = await rehearse({ users: MANY });
      const question = await rehearsal.say(ADMIN, `enforce ${NAMES}`);
      rehearsal.alibaba.faults.add({ kind: 'hang', action: 'GetLoginProfile', userName: 'cem', times: 1000 });
      void rehearsal.confirm(ADMIN, question).catch(() => undefined);
      await expect.poll(() => updates(rehearsal).length, { timeout: 15_000 }).toBe(2);
      await rehearsal.restart(() => rehearsal.alibaba.faults.clear());
      return rehearsal;
    }

    test('by a stop: the rest follows at the next start, in one post and one message to each admin', async () => {
      const rehearsal = await stoppedAtThird();
      await rehearsal.advanceTo('2026-03-02T10:30');
      expect(updates(rehearsal).map((entry) => entry.params.UserName)).toEqual(NAMES.split(' '));
      expect(await outcomes(rehearsal)).toEqual(Array(5).fill('verified'));
      expect(posts(rehearsal)).toHaveLength(1);
      for (const name of NAMES.split(' ')) expect(wordsOf(posts(rehearsal)[0])).toContain(name);
      expect(rehearsal.toldTo(ADMIN).filter((summary) => /Interrupted/.test(summary))).toHaveLength(1);
    }, 60_000);

    test('by the database: the reply says how far it got, and the rest follows without a restart', async () => {
      const rehearsal = await rehearse({ users: MANY });
      const question = await rehearsal.say(ADMIN, `enforce ${NAMES}`);
      // As a full disk does: from the third on, no row can be changed.
      for (const statement of BROKEN) await sql.raw(statement).execute(rehearsal.db);
      expect(await rehearsal.confirm(ADMIN, question)).toMatch(/for 2 of 5 users[\s\S]*3 users left/);
      expect(posts(rehearsal)).toEqual([]);
      await sql
        .raw(isOnServer() ? 'drop function broken cascade' : 'drop trigger broken')
        .execute(rehearsal.db);
      await rehearsal.advanceTo('2026-03-02T10:02');
      expect(updates(rehearsal).map((entry) => entry.params.UserName)).toEqual(NAMES.split(' '));
      expect(posts(rehearsal)).toHaveLength(1);
    });

    test('two previews of one user confirmed at once write once', async () => {
      const rehearsal = await rehearse({ users: USERS });
      const [one, other] = [
        await rehearsal.say(ADMIN, 'enforce jane.doe'),
        await rehearsal.say(OTHER_ADMIN, 'enforce jane.doe'),
      ];
      await Promise.all([rehearsal.confirm(ADMIN, one), rehearsal.confirm(OTHER_ADMIN, other)]);
      expect(updates(rehearsal)).toHaveLength(1);
      expect((await outcomes(rehearsal)).toSorted()).toEqual(['failed: already_required', 'verified']);
    });
  });

  describe('undoing', () => {
    test('takes back what the bot set', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await enforced(rehearsal, 'enforce jane.doe');
      expect(await enforced(rehearsal, 'unenforce jane.doe')).toContain('no longer required for 1 of 1');
      expect(required(rehearsal, 'jane.doe')).toBe(false);
      const [, undo, ...more] = updates(rehearsal);
      expect([undo?.params.MFABindRequired, more]).toEqual(['false', []]);
    });

    test('is refused for what somebody else set', async () => {
      const rehearsal = await rehearse({
        users: [person('jane.doe', { loginProfile: { mfaBindRequired: true } })],
      });
      expect(await rehearsal.ask(ADMIN, 'unenforce jane.doe')).toContain('not set by this bot');
      expect(updates(rehearsal)).toEqual([]);
    });

    test('is refused where somebody set it again after the bot had undone it', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await enforced(rehearsal, 'enforce jane.doe');
      await enforced(rehearsal, 'unenforce jane.doe');
      const profile = rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile;
      if (profile !== null) profile.mfaBindRequired = true;
      expect(await rehearsal.ask(ADMIN, 'unenforce jane.doe')).toContain('not set by this bot');
    });

    test('is refused where it is not required any more', async () => {
      const rehearsal = await rehearse({ users: USERS });
      await enforced(rehearsal, 'enforce jane.doe');
      const profile = rehearsal.alibaba.account(CORP).user('jane.doe').loginProfile;
      if (profile !== null) profile.mfaBindRequired = false;
      expect(await rehearsal.ask(ADMIN, 'unenforce jane.doe')).toContain('not required any more');
    });
  });
});
