import { accountId, type RamUser, userId } from '../../src/domain/ram-user.ts';
import { markAccountComplete, saveAccountFacts } from '../../src/store/accounts.ts';
import { insertCase, updateCase } from '../../src/store/cases.ts';
import type { Database, Store } from '../../src/store/database.ts';
import { recordFindings } from '../../src/store/findings.ts';
import { claimNotices, planNotice, settleNotice } from '../../src/store/notices.ts';
import { saveRamUsers } from '../../src/store/ram-users.ts';
import { accountIdOf } from './fleet-company.ts';
import { memberIdOf } from './sized-account.ts';

/** A company as it stands in the database some days after its people were told. */
export interface StoredCompany {
  readonly accounts: number;
  readonly users: number;
  /** Spread evenly over the users. */
  readonly openCases: number;
}

/** A Thursday, four days after everybody was told: reminded, and not yet warned. */
export const NOON = Date.parse('2026-03-12T04:00:00Z');

export interface Told {
  readonly toldAt: number;
  readonly deadlineAt: number;
  readonly zone: string;
}

const USERS_AT_A_TIME = 500;

export async function storeCompany(db: Database, company: StoredCompany, told: Told): Promise<void> {
  const { toldAt } = told;
  const withCase = new Set(userNamesWithCase(company));
  for (let index = 0; index < company.accounts; index += 1) {
    const id = accountId(accountIdOf(index));
    await saveAccountFacts(db, { ...FACTS, accountId: id }, toldAt);
    await markAccountComplete(db, id, toldAt);
  }
  for (let first = 0; first < company.users; first += USERS_AT_A_TIME) {
    const indexes = Array.from(
      { length: Math.min(USERS_AT_A_TIME, company.users - first) },
      (_, offset) => first + offset,
    );
    await db.inTransaction((trx) =>
      storeUsers(
        trx,
        indexes.map((index) => userAt(index, company)),
        { withCase, now: toldAt },
      ),
    );
  }
  for (const index of indexesWithCase(company)) await followUp(db, userAt(index, company), told);
}

function indexesWithCase({ users, openCases }: StoredCompany): readonly number[] {
  return Array.from({ length: openCases }, (_, nth) => Math.floor((nth * users) / openCases));
}

/** RAM users, and as such members of the chat. */
export function userNamesWithCase(company: StoredCompany): readonly string[] {
  return indexesWithCase(company).map(nameAt);
}

const FACTS = {
  alias: 'corp',
  defaultDomain: 'corp.onaliyun.com',
  loginMfaMode: 'independent',
  ssoEnabled: false,
  mayUsersManageDevices: true,
  ssoErrorCode: null,
} as const;

function userAt(index: number, { accounts }: StoredCompany): RamUser {
  const userName = nameAt(index);
  return {
    accountId: accountId(accountIdOf(index % accounts)),
    userId: userId(`2${String(index).padStart(17, '0')}`),
    userName,
    logonName: `${userName}@corp.onaliyun.com`,
    displayName: userName,
    email: null,
    mobile: null,
    tags: { 'slack-user-id': memberIdOf(userName) },
    lastSignInAt: null,
  };
}

const nameAt = (index: number) => `user${index}`;

const MEMORY = {
  hadDevice: false,
  unboundSince: null,
  consoleUse: { lastSignInAt: null, profileSince: null },
};

const FOUND = { mfaRequired: false, errorCode: null } as const;
const BOUND = { ...FOUND, verdict: 'compliant', reason: 'device_bound', mfaDevice: 'virtual' } as const;
const UNBOUND = { ...FOUND, verdict: 'noncompliant', reason: 'no_device', mfaDevice: 'none' } as const;

async function storeUsers(
  trx: Store,
  users: readonly RamUser[],
  { withCase, now }: { readonly withCase: ReadonlySet<string>; readonly now: number },
): Promise<void> {
  await saveRamUsers(
    trx,
    users.map((user) => ({ user, memory: MEMORY })),
    now,
  );
  await recordFindings(trx, {
    unchanged: [],
    ended: [],
    begun: users.map((user) => ({ user, finding: withCase.has(user.userName) ? UNBOUND : BOUND })),
    now,
  });
}

/** Told, reminded, and not yet warned. */
async function followUp(db: Database, user: RamUser, { toldAt, deadlineAt, zone }: Told): Promise<void> {
  const recipient = memberIdOf(user.userName);
  const file = await insertCase(db, user, { regressed: false, at: toldAt });
  await updateCase(db, file.caseId, {
    ...{ toldAt, toldChat: 'slack', toldMemberId: recipient, toldZone: zone, deadlineAt },
  });
  for (const step of ['first', 'reminder'] as const) {
    const of = { accountId: user.accountId, userId: user.userId, caseId: file.caseId };
    const identity = { ...of, step, audience: 'person', occurrence: 1 } as const;
    const at = toldAt + (step === 'first' ? 0 : 1);
    await planNotice(db, { ...identity, dueAt: at, plannedAt: at });
    const key = `${user.accountId}/${user.userId}/${file.caseId}/${step}/person/1`;
    const deliveryId = `${file.caseId}-${step}`;
    await claimNotices(db, [{ key, deadlineAt, zone, clockSince: null }], {
      ...{ deliveryId, claimedBy: 'bench', claimedAt: at, chat: 'slack', recipient, language: 'en' },
    });
    const reference = { conversationId: `D${recipient}`, messageId: `${file.caseId}.${step}` };
    await settleNotice(db, key, { state: 'sent', claimedAt: at, at, reference });
  }
}
