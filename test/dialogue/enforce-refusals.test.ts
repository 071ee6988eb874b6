import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CORP,
  EACH_CHAT,
  idIn,
  JANE,
  LABS,
  OTHER_ADMIN,
  person,
  type Rehearsal,
  type RehearsalOptions,
  rehearseIn,
  wordsOf,
} from './rehearsal.ts';

interface Refusal {
  readonly name: string;
  readonly setting?: RehearsalOptions;
  readonly before?: (rehearsal: Rehearsal) => void;
  readonly words?: string;
  readonly who?: string;
  readonly says: RegExp;
}

const jane = person('jane.doe');

const REFUSALS: readonly Refusal[] = [
  {
    name: 'no console password',
    setting: { users: [person('jane.doe', { loginProfile: null })] },
    says: /no console password/,
  },
  {
    name: 'console sign-in switched off',
    setting: { users: [person('jane.doe', { loginProfile: { status: 'Inactive' } })] },
    says: /console sign-in is switched off/,
  },
  { name: 'frozen', setting: { users: [person('jane.doe', { status: 'freeze' })] }, says: /is frozen/ },
  {
    name: 'break-glass',
    setting: { users: [jane], variables: { BREAK_GLASS_USERS: 'jane.doe' } },
    says: /is a break-glass user/,
  },
  {
    name: 'a break-glass name that names nobody',
    setting: { users: [jane], variables: { BREAK_GLASS_USERS: 'jane.dough' } },
    says: /BREAK_GLASS_USERS does not exist/,
  },
  {
    name: 'a break-glass name of this account that names nobody in it',
    setting: {
      users: [jane],
      furtherAccounts: [{ accountId: LABS, alias: 'labs', users: [person('emergency')] }],
      variables: { BREAK_GLASS_USERS: 'emergency@corp' },
    },
    says: /BREAK_GLASS_USERS does not exist/,
  },
  { name: 'the bot’s reader', words: 'enforce mfa-bot-reader', says: /the bot’s own user/ },
  { name: 'the bot’s enforcer', words: 'enforce mfa-bot-enforcer', says: /the bot’s own user/ },
  {
    name: 'single sign-on',
    setting: { users: [jane], account: { userSsoEnabled: true } },
    says: /single sign-on/,
  },
  { name: 'nobody of that name', words: 'enforce somebody', says: /no RAM user somebody/ },
  {
    name: 'a name in two accounts',
    setting: { users: [jane], furtherAccounts: [{ accountId: LABS, alias: 'labs', users: [jane] }] },
    says: /exists 2 times[\s\S]*jane\.doe@corp\.onaliyun\.com[\s\S]*jane\.doe@labs\.onaliyun\.com/,
  },
  {
    name: 'one good name beside an unknown one: nothing is done to half a list',
    words: 'enforce jane.doe somebody',
    says: /no RAM user somebody/,
  },
  {
    name: 'required already',
    setting: { users: [person('jane.doe', { loginProfile: { mfaBindRequired: true } })] },
    says: /required already/,
  },
  {
    name: 'mandatory in the account',
    setting: { users: [jane], account: { securityPreference: { mfaOperationForLogin: 'mandatory' } } },
    says: /the account requires MFA of everybody already/,
  },
  {
    name: 'users may not bind a device themselves',
    setting: { users: [jane], account: { securityPreference: { allowUserToManageMfaDevices: false } } },
    says: /does not let users set up MFA themselves/,
  },
  {
    name: 'enforcement switched off',
    setting: {
      users: [jane],
      without: ['ENFORCER_ACCESS_KEY_ID', 'ENFORCER_ACCESS_KEY_SECRET', 'ENFORCER_ROLE_NAME'],
    },
    says: /enforcement is switched off/,
  },
  {
    name: 'not readable just then',
    before: ({ alibaba }) => {
      alibaba.faults.add({ kind: 'no_permission', action: 'GetLoginProfile', userName: 'jane.doe' });
    },
    says: /could not be read just now[\s\S]*NoPermission/,
  },
  {
    name: 'the settings of the account not readable just then',
    before: ({ alibaba }) => {
      alibaba.faults.add({ kind: 'no_permission', action: 'GetSecurityPreference' });
    },
    says: /could not be read just now/,
  },
  {
    name: 'deleted since the audit',
    before: ({ alibaba }) => alibaba.account(CORP).deleteUser('jane.doe'),
    says: /was deleted/,
  },
  { name: 'no name given', words: 'enforce', says: /Please write it like this/ },
  { name: 'asked by somebody who is no admin', who: JANE, says: /not available to you/ },
  {
    name: 'asked by somebody who is no admin any more',
    who: OTHER_ADMIN,
    setting: {
      users: [jane],
      variables: { SLACK_ADMIN_IDS: ADMIN, DINGTALK_ADMIN_IDS: idIn('dingtalk', ADMIN) },
    },
    says: /not available to you/,
  },
];

describe.each(EACH_CHAT)('in %s, requiring MFA is refused, and nothing is sent', (chat) => {
  const rehearse = rehearseIn(chat);

  test.each(REFUSALS)('$name', async ({ setting = { users: [jane] }, before, words, who = ADMIN, says }) => {
    const rehearsal = await rehearse(setting);
    before?.(rehearsal);
    const answer = await rehearsal.say(who, words ?? 'enforce jane.doe');
    expect(JSON.stringify(answer)).not.toContain('confirm ');
    expect(wordsOf(answer)).toMatch(says);
    expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(0);
    expect(await rehearsal.db.selectFrom('enforcement').selectAll().execute()).toEqual([]);
  });

  test('of a list, who may be is asked about and who may not is left out with the reason', async () => {
    const rehearsal = await rehearse({ users: [jane, person('ci-deploy', { loginProfile: null })] });
    const question = await rehearsal.say(ADMIN, 'enforce jane.doe ci-deploy');
    expect(await rehearsal.confirm(ADMIN, question)).toContain('1 of 1 user');
    expect(rehearsal.alibaba.requests.count('UpdateLoginProfile')).toBe(1);
  });

  test('the attempt of somebody who may not is recorded', async () => {
    const rehearsal = await rehearse({ users: [jane] });
    await rehearsal.say(JANE, 'enforce jane.doe');
    const record = await rehearsal.db
      .selectFrom('activity')
      .select(['actorMemberId', 'detail'])
      .where('kind', '=', 'command_refused')
      .execute();
    expect(record).toEqual([{ actorMemberId: idIn(chat, JANE), detail: 'enforce' }]);
  });
});
