import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import {
  ADMIN,
  EACH_CHAT,
  JANE,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
  tagOf,
  WEI,
} from './rehearsal.ts';

const EVERYTHING = { policyName: 'AdministratorAccess', policyType: 'System' } as const;

/** In the order of RAM's list, in which administrators are not the first. */
const USERS = [
  person('jane.doe'),
  person('wei', { attachedPolicies: [EVERYTHING] }),
  person('sam.lee'),
  person('eve.gray', { mfaDevice: PHONE, attachedPolicies: [EVERYTHING] }),
];

describe.each(EACH_CHAT)('in %s, administrators', (chat) => {
  const rehearse = rehearseIn(chat);
  const options = {
    users: USERS,
    // By a group, that is.
    account: {
      groups: [{ groupName: 'ops', userNames: ['sam.lee'], policies: [EVERYTHING] }],
    },
  };

  const digest = ({ channelMessages }: Rehearsal): SeenMessage => {
    const found = channelMessages().findLast(({ summary }) => /MFA report/.test(summary));
    if (found === undefined) throw new Error('there is no digest');
    return found;
  };
  const placesOf = (words: string, ...names: readonly string[]) => names.map((name) => words.indexOf(name));
  const ascending = (places: readonly number[]) =>
    places.every((place, index) => place > (places[index - 1] ?? -1));

  test('are counted as the digest opens, and only those without MFA', async () => {
    const rehearsal = await rehearse(options);
    const { words, summary } = digest(rehearsal);
    expect(words).toContain('2 administrators without MFA');
    expect(words.indexOf('2 administrators without MFA')).toBeLessThan(words.indexOf('are protected by MFA'));
    expect(summary).toContain('2 administrators without MFA');
  });

  test('are listed, marked, with what makes them one', async () => {
    const { ask } = await rehearse(options);
    expect(await ask(ADMIN, 'status')).toContain('2 administrators without MFA: /mfa status administrators');
    const list = await ask(ADMIN, 'status administrators');
    expect(list).toContain('wei@corp.onaliyun.com (administrator)');
    expect(list).toContain('sam.lee@corp.onaliyun.com (administrator)');
    expect(list).not.toMatch(/jane\.doe|eve\.gray/);
    expect(await ask(ADMIN, 'status sam.lee')).toMatch(/AdministratorAccess.* of the group ops/);
    expect(await ask(ADMIN, 'status jane.doe')).not.toContain('administrator');
  });

  test('stand first in lists and in what is to be confirmed', async () => {
    const { ask } = await rehearse(options);
    expect(ascending(placesOf(await ask(ADMIN, 'status held'), 'sam.lee', 'jane.doe'))).toBe(true);
    const preview = await ask(ADMIN, 'enforce jane.doe wei');
    expect(ascending(placesOf(preview, 'wei@', 'jane.doe@'))).toBe(true);
    expect(preview).toContain('wei@corp.onaliyun.com (administrator)');
    const pilot = await ask(ADMIN, 'start jane.doe wei');
    expect(ascending(placesOf(pilot, 'wei@', 'jane.doe@'))).toBe(true);
  });

  test('are told first where not everybody can be told on one day', async () => {
    const rehearsal = await rehearse({
      ...options,
      variables: { MAX_FIRST_PER_DAY: '2' },
    });
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T17:00');
    expect([WEI, SAM].map((who) => rehearsal.toldTo(who).length)).toEqual([1, 1]);
    expect(rehearsal.toldTo(JANE)).toEqual([]);
    await rehearsal.advanceTo('2026-03-03T12:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test('who cannot be told from others without a grant, are: that is said once, and everybody is followed up', async () => {
    const rehearsal = await rehearse({
      ...options,
      beforeFirstAudit: ({ alibaba }) => {
        alibaba.faults.add({ kind: 'no_permission', action: 'ListPoliciesForUser', times: 1000 });
      },
    });
    const { words } = digest(rehearsal);
    expect(words.match(/ram:ListPoliciesForUser/g)).toHaveLength(1);
    expect(words).toContain('NoPermission');
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-02T17:00');
    expect(rehearsal.toldTo(JANE)).toHaveLength(1);
  });

  test('who are break-glass users are no less without MFA', async () => {
    const rehearsal = await rehearse({ ...options, variables: { BREAK_GLASS_USERS: 'wei' } });
    expect(await rehearsal.ask(ADMIN, 'status administrators')).toMatch(/wei@.*\n?.*administrator/);
    expect(digest(rehearsal).words).toContain('2 administrators without MFA');
  });

  test('none is a good answer of its own', async () => {
    const { ask } = await rehearse({ users: [person('jane.doe', tagOf(chat, JANE))] });
    expect(await ask(ADMIN, 'status administrators')).toContain('No administrator is known to lack MFA');
  });
});
