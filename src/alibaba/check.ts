import PQueue from 'p-queue';
import { type CheckLine, type Checks, failed, ok, type RunCheck } from '../domain/check-line.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { readAccountFacts } from './account-facts.ts';
import { interactiveCalls } from './call-context.ts';
import { checkClock } from './clock-check.ts';
import { checkEnforcer, type EnforcerIdentity } from './enforcer-check.ts';
import { type AccountsOptions, createEntrances, type Entrance, type EntranceListing } from './entrances.ts';
import { describeIdentity } from './identity-words.ts';
import { accountLabel, checkPermissions, type ProbedUser } from './permission-check.ts';
import { listUsers } from './user-listing.ts';
import { createVendorClock } from './vendor-clock.ts';

export interface AlibabaChecksOptions extends AccountsOptions {
  /** null: enforcement is switched off. */
  readonly enforcer: EnforcerIdentity | null;
}

/** Who is in the accounts, by name alone. */
interface NamedUsers {
  readonly accounts: readonly { readonly accountId: AccountId; readonly alias: string | null }[];
  readonly users: readonly {
    readonly accountId: AccountId;
    readonly alias: string | null;
    readonly userName: string;
  }[];
  /** Whose users could not all be listed. */
  readonly unreadAccountIds: readonly AccountId[];
}

export interface AlibabaChecks {
  /** Identities, accounts, permissions, the clock. Changes nothing, and never calls UpdateLoginProfile. */
  readonly check: Checks;
  /** A list of every account, and nothing about the users on it. @throws {AlibabaError} */
  listNamedUsers(signal: AbortSignal): Promise<NamedUsers>;
}

const ACCOUNTS_AT_A_TIME = 5;
const READER = 'Alibaba Cloud reader';
const READER_ADVICE =
  'RAM console › Identities › Users › ram-mfa-bot › Create AccessKey: put it into ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET';

export function createAlibabaChecks(options: AlibabaChecksOptions): AlibabaChecks {
  const { log } = options;
  const vendorClock = createVendorClock(options);
  const listEntrances = createEntrances(options);
  return {
    async check(run) {
      const time = run({
        what: 'clock',
        remedy: 'try again',
        look: async (signal) => [await checkClock(vendorClock, signal)],
      });
      const known: { listing: EntranceListing | null } = { listing: null };
      const reader = await run({
        what: READER,
        remedy: READER_ADVICE,
        async look(signal) {
          known.listing = await listEntrances(interactiveCalls(signal, log));
          return listingLines(known.listing);
        },
      });
      const accounts = known.listing === null ? [] : await checkAccounts(run, options, known.listing);
      return [...(await time), ...reader, ...accounts];
    },
    async listNamedUsers(signal) {
      const { entrances } = await listEntrances(interactiveCalls(signal, log));
      const accounts = await Promise.all(
        entrances.map((entrance) => namedUsersOf(entrance, options, signal)),
      );
      return {
        accounts,
        users: accounts.flatMap(({ userNames, ...account }) =>
          userNames.map((userName) => ({ ...account, userName })),
        ),
        unreadAccountIds: accounts.filter((one) => !one.isWhole).map((one) => one.accountId),
      };
    },
  };
}

function listingLines(listing: EntranceListing): readonly CheckLine[] {
  const { caller, excludedAccountIds, directoryErrorCode } = listing;
  const lines = [ok(READER, describeIdentity(caller))];
  if (directoryErrorCode !== null) {
    lines.push(
      failed(
        'Alibaba Cloud resource directory',
        `its members could not be listed (${directoryErrorCode})`,
        'grant resourcemanager:ListAccounts to the reader, in the management account or a delegated administrator account (docs/security.md, "More accounts")',
      ),
    );
  }
  if (excludedAccountIds.length > 0)
    lines.push(
      ok('Alibaba Cloud accounts left out', `${excludedAccountIds.join(', ')} by EXCLUDE_ACCOUNT_IDS`),
    );
  return lines;
}

async function checkAccounts(
  run: RunCheck,
  options: AlibabaChecksOptions,
  { caller, entrances }: EntranceListing,
): Promise<readonly CheckLine[]> {
  const { enforcer, log } = options;
  const accounts = new Map<AccountId, ProbedUser | null>();
  const checkOne = (entrance: Entrance) => () =>
    run({
      what: accountLabel(entrance.accountId),
      remedy: entranceAdvice(entrance),
      async look(signal) {
        accounts.set(entrance.accountId, null);
        const { line, user } = await checkPermissions(entrance, interactiveCalls(signal, log));
        accounts.set(entrance.accountId, user);
        return [line];
      },
    });
  const queue = new PQueue({ concurrency: ACCOUNTS_AT_A_TIME });
  const lines = (await queue.addAll(entrances.map(checkOne))).flat();
  if (enforcer === null)
    return [...lines, ok('Alibaba Cloud enforcer', 'switched off: no ENFORCER_ACCESS_KEY_ID')];
  return [...lines, ...(await checkEnforcer(run, { ...options, enforcer }, { reader: caller, accounts }))];
}

function entranceAdvice({ role }: Entrance): string {
  return role === null
    ? READER_ADVICE
    : `${role.arn} must exist and trust the reader, and the reader needs sts:AssumeRole on it (docs/security.md, "More accounts")`;
}

async function namedUsersOf({ accountId, gateway }: Entrance, { log }: AccountsOptions, signal: AbortSignal) {
  const context = interactiveCalls(signal, log);
  const [{ alias }, listed] = await Promise.all([
    readAccountFacts(gateway, accountId, context),
    listUsers(gateway, { account: accountId, status: 'active,freeze' }, context),
  ]);
  return {
    accountId,
    alias,
    userNames: listed.items.map(({ user }) => user.userName),
    isWhole: listed.brokenOff === null,
  };
}
