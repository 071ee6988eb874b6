import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../demo/hands.ts';
import type { AccountId, UserId } from '../../src/domain/ram-user.ts';
import { replaceLinks } from '../../src/store/contact-records.ts';
import {
  ADMIN,
  CORP,
  codeOf,
  EACH_CHAT,
  idIn,
  PHONE,
  person,
  type Rehearsal,
  rehearseIn,
  SAM,
} from './rehearsal.ts';

const NAMES = Array.from({ length: 40 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
/** The last of the list may do everything. */
const LAST = 'user-39';
const EVERYTHING = { policyName: 'AdministratorAccess', policyType: 'System' } as const;
const USERS = NAMES.map((name) => person(name, name === LAST ? { attachedPolicies: [EVERYTHING] } : {}));

const namesIn = ({ words }: SeenMessage): readonly string[] => words.match(/user-\d\d(?=@)/g) ?? [];
const more = ({ buttons }: SeenMessage) => buttons.find(({ command }) => /^more /.test(command));

describe.each(EACH_CHAT)('in %s, requiring MFA for forty', (chat) => {
  const rehearse = rehearseIn(chat);
  const updates = ({ alibaba }: Rehearsal) => alibaba.requests.count('UpdateLoginProfile');

  async function previewed(rehearsal: Rehearsal): Promise<SeenMessage> {
    const [begun, preview] = await rehearsal.answers(ADMIN, `enforce ${NAMES.join(' ')}`, 2);
    expect(begun?.words).toContain('I am reading 40 users now');
    if (preview === undefined) throw new Error('there is no preview');
    return preview;
  }

  test('shows everybody before anything changes, page by page, administrators first', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const pages = [await previewed(rehearsal)];
    for (let next = more(pages[0] as SeenMessage); next !== undefined && pages.length < 50; ) {
      pages.push(await rehearsal.press(ADMIN, pages.at(-1) as SeenMessage, next.label));
      next = more(pages.at(-1) as SeenMessage);
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(namesIn)).toEqual([LAST, ...NAMES.filter((name) => name !== LAST)]);
    for (const { words } of pages) expect(words).not.toMatch(/… and \d+ more/);
    // Looking is not confirming.
    expect(updates(rehearsal)).toBe(0);
  }, 60_000);

  test('asks once and does it once for each, and what did not work stands first in the answer', async () => {
    const rehearsal = await rehearse({ users: USERS });
    const preview = await previewed(rehearsal);
    rehearsal.alibaba.account(CORP).user('user-30').mfaDevice = PHONE;
    rehearsal.alibaba.account(CORP).renameUser('user-31', 'somebody-else');
    const [begun, ended] = await rehearsal.answers(ADMIN, `confirm ${codeOf(preview)}`, 2);
    expect(begun?.words).toContain('Confirmed. 40 users');
    expect(ended?.words).toMatch(/MFA is now required for 39 of 40 users/);
    expect(namesIn(ended as SeenMessage)[0]).toBe('user-31');
    expect(updates(rehearsal)).toBe(39);
    const posts = () => rehearsal.channelMessages().filter(({ summary }) => /required MFA for/.test(summary));
    await expect.poll(posts).toHaveLength(1);
    // By its present name.
    expect(posts()[0]?.words).toMatch(/required MFA for 39 of 40 users:[^@]*somebody-else@/);
  }, 60_000);

  test('a page of a question that is somebody else’s, or of none, is not shown', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe')] });
    expect(await rehearsal.ask(ADMIN, 'more ABC234 2')).toContain('I do not know this code');
    expect(await rehearsal.ask(ADMIN, 'more ABC234 next')).toContain('/mfa more <code> <from number>');
  });

  test('of those who are overdue leaves out service accounts, unless they are named', async () => {
    const rehearsal = await rehearse({ users: [person('jane.doe'), person('wei')] });
    const { userId } = rehearsal.alibaba.account(CORP).user('wei');
    const owners = [{ chat, memberId: idIn(chat, SAM) }];
    const user = { accountId: CORP as AccountId, userId: userId as UserId };
    await replaceLinks(rehearsal.db, user, { people: null, managers: [], owners }, rehearsal.clock.now());
    await rehearsal.start();
    await rehearsal.advanceTo('2026-03-18T12:00');
    const preview = await rehearsal.ask(ADMIN, 'enforce overdue');
    expect(preview).toContain('Require MFA for 1 user?');
    expect(preview).toMatch(/Left out, unchanged[\s\S]*wei@.*is a service account/);
    expect(await rehearsal.ask(ADMIN, 'enforce wei')).toContain('Require MFA for 1 user?');
  });
});
