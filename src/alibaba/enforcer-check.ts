import PQueue from 'p-queue';
import { type Check, type CheckLine, failed, ok, type RunCheck, warning } from '../domain/check-line.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { AlibabaError, type CallerIdentity, type LoginProfiles } from './accounts.ts';
import { interactiveCalls } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import { type StaticKeys, staticCredentials } from './credentials.ts';
import type { AccountsOptions } from './entrances.ts';
import { createGateway } from './gateway.ts';
import { describeIdentity } from './identity-words.ts';
import { createLoginProfiles } from './login-profiles.ts';
import { inventedUser, type ProbedUser } from './permission-check.ts';
import { createRateLimit } from './rate-limit.ts';

const ACCOUNTS_AT_A_TIME = 5;
const KEY = 'Alibaba Cloud enforcer';
const KEY_ADVICE =
  'RAM console › Identities › Users › ram-mfa-bot-enforcer › Create AccessKey: put it into ENFORCER_ACCESS_KEY_ID and ENFORCER_ACCESS_KEY_SECRET';

export interface EnforcerIdentity {
  /** null: the reader assumes the role. */
  readonly keys: StaticKeys | null;
  /** null: the key serves its own account only. */
  readonly roleName: string | null;
}

/** What is known of the accounts when the enforcer's turn comes. */
export interface WatchedAccounts {
  readonly reader: CallerIdentity;
  /** With somebody to read, where there is anybody. */
  readonly accounts: ReadonlyMap<AccountId, ProbedUser | null>;
}

type EnforcerCheckOptions = AccountsOptions & { readonly enforcer: EnforcerIdentity };

/** Who enforces, and may it read? Whether it may change anything shows with the first enforcement: it is not tried. */
export async function checkEnforcer(
  run: RunCheck,
  options: EnforcerCheckOptions,
  watched: WatchedAccounts,
): Promise<readonly CheckLine[]> {
  const { keys, roleName } = options.enforcer;
  const known: { account: AccountId | null } = { account: null };
  const identity = keys === null ? [] : await run(identityCheck(options, keys, watched, known));
  // A key that does not work can be tried on nothing.
  if (keys !== null && known.account === null) return identity;
  const served = [...watched.accounts].filter(([id]) => roleName !== null || id === known.account);
  if (served.length === 0) return [...identity, foreignKey()];
  const loginProfiles = createLoginProfiles({ ...options, enforcer: keys, roleName });
  const queue = new PQueue({ concurrency: ACCOUNTS_AT_A_TIME });
  const reads = await queue.addAll(
    served.map((account) => () => run(readingCheck(loginProfiles, roleName, account))),
  );
  return [...identity, ...reads.flat()];
}

function identityCheck(
  options: EnforcerCheckOptions,
  keys: StaticKeys,
  { reader }: WatchedAccounts,
  known: { account: AccountId | null },
): Check {
  return {
    what: KEY,
    remedy: KEY_ADVICE,
    async look(signal) {
      const { maxCallsPerSecond, clock, log } = options;
      const rateLimit = createRateLimit(maxCallsPerSecond, clock);
      const gateway = createGateway({ ...options, credentials: staticCredentials(keys), rateLimit });
      const caller = await identifyCaller(gateway, interactiveCalls(signal, log));
      known.account = caller.accountId;
      return [identityLine(caller, reader)];
    },
  };
}

function identityLine(caller: CallerIdentity, reader: CallerIdentity): CheckLine {
  const who = describeIdentity(caller);
  if (caller.arn !== reader.arn) return ok(KEY, who);
  return warning(
    KEY,
    `${who}, who also reads`,
    'give enforcement an identity of its own (docs/first-message.md, "Enforcing")',
  );
}

function readingCheck(
  loginProfiles: LoginProfiles,
  roleName: string | null,
  [accountId, user]: readonly [AccountId, ProbedUser | null],
): Check {
  const what = `${KEY} in account ${accountId}`;
  const { userName } = user ?? inventedUser(accountId);
  return {
    what,
    remedy: readingAdvice(roleName, accountId),
    async look(signal) {
      try {
        await loginProfiles.read({ accountId, userName, actor: 'doctor' }, signal);
      } catch (error) {
        if (!(error instanceof AlibabaError) || error.reason !== 'not_found') throw error;
      }
      return [ok(what, 'may read login profiles; that it may change them is not tried')];
    },
  };
}

function readingAdvice(roleName: string | null, accountId: AccountId): string {
  const policy = 'the enforcer policy (docs/security.md, "Enforcer")';
  return roleName === null
    ? `RAM console › Identities › Users › the enforcer › Permissions › Grant Permission: ${policy}`
    : `account ${accountId} needs a role ${roleName} with ${policy}, which trusts whoever assumes it; that identity needs sts:AssumeRole on it`;
}

function foreignKey(): CheckLine {
  return failed(
    KEY,
    'belongs to an account that is not watched',
    'make the key in a watched account, or set ENFORCER_ROLE_NAME to the role it assumes in each',
  );
}
