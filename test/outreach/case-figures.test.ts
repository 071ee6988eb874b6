import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PeopleDirectory, Person, PersonLookup } from '../../src/chat/chat.ts';
import { parseConfig } from '../../src/config/config.ts';
import { isOverdue } from '../../src/domain/ladder.ts';
import { whySilent } from '../../src/domain/why-held.ts';
import { countCases, figuresOf } from '../../src/outreach/case-figures.ts';
import { circumstancesOf, eachAddressee, lookAhead, type OutlookDeps } from '../../src/outreach/outlook.ts';
import { loadSilences } from '../../src/outreach/silences.ts';
import { insertAbsence } from '../../src/store/absences.ts';
import { insertCase, updateCase } from '../../src/store/cases.ts';
import { denyContact } from '../../src/store/contact-records.ts';
import type { Database } from '../../src/store/database.ts';
import { insertExemption } from '../../src/store/exemptions.ts';
import { holdAccount, listCurrentHolds, releaseUser } from '../../src/store/holds.ts';
import { claimNotices, planNotice, settleNotice } from '../../src/store/notices.ts';
import { beginPause } from '../../src/store/pauses.ts';
import { markUserDeleted } from '../../src/store/ram-users.ts';
import { noteRefusal } from '../../src/store/recipient-refusals.ts';
import { ACCOUNT, addUsers, databaseWithAccount, keyOf, NOW } from '../store/filled-database.ts';
import { newEmptyTables, type TestDatabase } from '../store/test-database.ts';

const DAY_MS = 24 * 60 * 60_000;
const never = new AbortController().signal;

/** How one case may stand. */
const aCase = fc.record({
  /** Who is named as the person: both share the user. */
  named: fc.constantFrom('one', 'both', 'somebody_gone', 'nobody'),
  /** Whom the clock of the case is about; null: nobody was told. */
  told: fc.option(fc.constantFrom('one', 'other', 'somebody_else')),
  deadlineInDays: fc.integer({ min: -9, max: 9 }),
  wasOtherTold: fc.boolean(),
  isDeliveryFailed: fc.boolean(),
  isRefused: fc.boolean(),
  isExempt: fc.boolean(),
  isDisputed: fc.boolean(),
  isReleased: fc.boolean(),
  absences: fc.uniqueArray(fc.constantFrom('own', 'others_own', 'admin')),
  /** Whose chat says that they are on leave. */
  onLeave: fc.uniqueArray(fc.constantFrom('one', 'other')),
  zone: fc.constantFrom(null, 'America/New_York', 'Pacific/Kiritimati'),
  kind: fc.constantFrom('ordinary', 'ordinary', 'ordinary', 'deleted', 'for_emergencies'),
});
type CaseOf = typeof aCase extends fc.Arbitrary<infer T> ? T : never;

const aCompany = fc.record({
  cases: fc.array(aCase, { minLength: 1, maxLength: 6 }),
  isPaused: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  isHeld: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  messaging: fc.constantFrom('on', 'off'),
});
type Company = typeof aCompany extends fc.Arbitrary<infer T> ? T : never;

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await newEmptyTables();
  db = await databaseWithAccount(database.place);
});

afterEach(async () => {
  await db.destroy();
  await database.remove();
});

const memberOf = (index: number, who: 'one' | 'other' | 'somebody_else') => `U${index}-${who}`;

/** Of the members that the cases name. */
function directoryOf({ cases }: Company): PeopleDirectory {
  const people = new Map<string, Person>(
    cases.flatMap(({ onLeave, zone }, index) =>
      (['one', 'other'] as const).map((who): [string, Person] => {
        const memberId = memberOf(index, who);
        const leave = onLeave.includes(who) ? { leave: { untilAt: NOW + 3 * DAY_MS } } : {};
        const timeZone = who === 'one' ? zone : 'UTC';
        return [
          memberId,
          { chat: 'slack', memberId, displayName: memberId, timeZone, language: null, ...leave },
        ];
      }),
    ),
  );
  const none: PersonLookup = { kind: 'none' };
  return {
    async byMemberId(memberId) {
      const person = people.get(memberId);
      return person === undefined ? { kind: 'deactivated', memberId } : { kind: 'found', person };
    },
    byEmail: async () => none,
    byMobile: async () => none,
    managerOf: async () => none,
    everybody: async () => [...people.values()],
  };
}

function depsOf(company: Company): OutlookDeps {
  const { policy } = parseConfig({ TIMEZONE: 'UTC' }, 'audit --dry-run');
  const breakGlass = company.cases.flatMap(({ kind }, index) =>
    kind === 'for_emergencies' ? [{ userName: nameOf(index), alias: null }] : [],
  );
  const directories = new Map([['slack', directoryOf(company)] as const]);
  return {
    db,
    contactRules: { directories, preferredChat: 'slack', emailDomains: [] },
    policy: { ...policy, messaging: company.messaging, breakGlass, site: 'intl', languageOf: () => 'en' },
  };
}

const nameOf = (index: number) => `user-${index}`;

async function store(company: Company): Promise<void> {
  await addUsers(
    db,
    company.cases.map((_, index) => nameOf(index)),
  );
  if (company.isPaused) await beginPause(db, { at: NOW - DAY_MS, by: 'UADMIN' });
  if (company.isHeld) await holdAll();
  for (const [index, one] of company.cases.entries()) await storeCase(one, index);
}

async function holdAll(): Promise<void> {
  const changes = { opened: 9, resumed: 0, closedEnrolled: 0, closedOtherwise: 0, absent: 0 };
  const hold = { accountId: ACCOUNT, reason: 'mass_change', at: NOW - DAY_MS } as const;
  await holdAccount(db, { ...hold, changes, absentUserIds: [] });
}

async function storeCase(one: CaseOf, index: number): Promise<void> {
  const user = keyOf(nameOf(index));
  await nameContact(one, index);
  const { caseId } = await insertCase(db, user, { regressed: false, at: NOW - 20 * DAY_MS });
  if (one.told !== null) await tell(one, { index, caseId });
  const member = { chat: 'slack', memberId: memberOf(index, 'one') } as const;
  const other = { chat: 'slack', memberId: memberOf(index, 'other') } as const;
  if (one.isRefused) {
    const refusal = { code: 'refused', at: NOW, retryAt: NOW + DAY_MS };
    await noteRefusal(db, { ...member, ...refusal });
  }
  if (one.isExempt) {
    const asked = {
      kind: 'lost_phone',
      reason: 'lost',
      untilAt: NOW + DAY_MS,
      requestedAt: NOW - DAY_MS,
    } as const;
    const by = { code: `code-${index}`, lapsesAt: NOW, subjectKnown: true, actor: member };
    await insertExemption(db, { ...user, ...asked, ...by });
  }
  if (one.isDisputed) await denyContact(db, user, { members: [other], at: NOW - DAY_MS, isSettled: false });
  const [hold] = await listCurrentHolds(db);
  if (one.isReleased && hold !== undefined)
    await releaseUser(db, user, { holdId: hold.holdId, at: NOW, by: 'UADMIN' });
  for (const word of one.absences) {
    const kind = word === 'admin' ? 'admin' : 'own';
    const times = { since: NOW - DAY_MS, untilAt: NOW + DAY_MS, zone: 'UTC' };
    await insertAbsence(db, user, { ...(word === 'others_own' ? other : member), kind, ...times });
  }
  if (one.kind === 'deleted') await markUserDeleted(db, user, NOW);
}

async function nameContact({ named }: CaseOf, index: number): Promise<void> {
  const { userId } = keyOf(nameOf(index));
  const ids = {
    one: memberOf(index, 'one'),
    both: `${memberOf(index, 'one')} ${memberOf(index, 'other')}`,
    somebody_gone: memberOf(index, 'somebody_else'),
    nobody: null,
  }[named];
  const tags = JSON.stringify(ids === null ? {} : { 'slack-user-id': ids });
  await db.updateTable('ramUser').set({ tags }).where('userId', '=', userId).execute();
}

async function tell(one: CaseOf, { index, caseId }: { readonly index: number; readonly caseId: number }) {
  const toldAt = NOW - 10 * DAY_MS;
  const toldMemberId = memberOf(index, one.told ?? 'one');
  const deadlineAt = NOW + one.deadlineInDays * DAY_MS;
  await updateCase(db, caseId, { toldAt, toldChat: 'slack', toldMemberId, toldZone: 'UTC', deadlineAt });
  const said = { caseId, index, at: toldAt, clockSince: null } as const;
  await say({ ...said, step: 'first', recipient: toldMemberId, state: 'sent' });
  const audience = `person:${memberOf(index, 'other')}` as const;
  const other = { step: 'first', audience, recipient: memberOf(index, 'other'), state: 'sent' } as const;
  if (one.wasOtherTold) await say({ ...said, ...other, at: toldAt + DAY_MS, clockSince: toldAt });
  if (one.isDeliveryFailed) {
    const failed = { step: 'reminder', recipient: memberOf(index, 'one'), state: 'failed' } as const;
    await say({ ...said, ...failed, at: NOW - DAY_MS, clockSince: toldAt });
  }
}

async function say(said: {
  readonly caseId: number;
  readonly index: number;
  readonly step: 'first' | 'reminder';
  readonly audience?: `person:${string}`;
  readonly recipient: string;
  readonly state: 'sent' | 'failed';
  readonly at: number;
  readonly clockSince: number | null;
}): Promise<void> {
  const { caseId, index, step, audience = 'person', recipient, state, at, clockSince } = said;
  const user = keyOf(nameOf(index));
  await planNotice(db, { ...user, caseId, step, audience, occurrence: 1, dueAt: at, plannedAt: at });
  const key = `${user.accountId}/${user.userId}/${caseId}/${step}/${audience}/1`;
  const claim = { deliveryId: key, claimedBy: 'test', claimedAt: at, chat: 'slack', language: 'en' } as const;
  await claimNotices(db, [{ key, deadlineAt: null, zone: 'UTC', clockSince }], { ...claim, recipient });
  await settleNotice(db, key, { state, claimedAt: at, at });
}

async function forget(): Promise<void> {
  const tables = ['notice', 'caseFile', 'absence', 'dispute', 'exemption', 'releasedUser', 'hold'] as const;
  for (const table of [...tables, 'pause', 'recipientRefusal', 'ramUser'] as const)
    await db.deleteFrom(table).execute();
}

/** By what was stored alone. */
function isSurelySilent({ isPaused, isHeld, cases }: Company, index: number): boolean {
  const one = cases[index];
  if (one === undefined) throw new Error('There is no such case');
  const isHeldBack = isPaused || (isHeld && !one.isReleased);
  return isHeldBack || one.isExempt || one.isDisputed || one.absences.includes('admin');
}

test('what is counted of the cases is what a whole look at each of them says, whatever keeps silent about them', async () => {
  let overdue = 0;
  await fc.assert(
    fc.asyncProperty(aCompany, async (company) => {
      await forget();
      await store(company);
      const deps = depsOf(company);
      const outlooks = await lookAhead(deps, NOW, never);
      const figures = await countCases(deps, NOW, never);
      expect(figures).toEqual(figuresOf(outlooks, NOW));
      overdue += figures.overdueCount;
      const silences = await loadSilences(db, NOW);
      for (const one of eachAddressee(outlooks)) {
        const circumstances = circumstancesOf(one, { silences, policy: deps.policy, now: NOW });
        const because = whySilent({ ...circumstances, isAway: one.away !== null });
        expect([one.silentBecause, one.progress.isExcused]).toEqual([because, because !== null]);
        if (isSurelySilent(company, Number(one.user.userName.split('-')[1])))
          expect(isOverdue(one.progress, NOW)).toBe(false);
      }
    }),
    { numRuns: 120 },
  );
  // Or nothing was tried.
  expect(overdue).toBeGreaterThan(0);
});
