import type { Clock } from '../domain/clock.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { AlibabaError, type EnforcementTarget, type LoginProfiles } from './accounts.ts';
import { loginProfileSettingAnswered, parseAnswer } from './answers.ts';
import { assumeRole, roleByName } from './assumed-role.ts';
import { type CallContext, interactiveCalls } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import { type AccessKeys, type Credentials, type StaticKeys, staticCredentials } from './credentials.ts';
import { defaultChainCredentials } from './default-chain.ts';
import type { Endpoints } from './endpoints.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';
import { singleUserPolicy } from './policies.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

export interface LoginProfilesOptions {
  /** The enforcer's own key; null = the reader's credentials assume the role. */
  readonly enforcer: StaticKeys | null;
  /** The role assumed in each account; null = the key serves its own account. One of both must be given. */
  readonly roleName: string | null;
  /** The reader's key, null = the vendor's default chain: its user is never enforced, and it assumes a role that has no key. */
  readonly reader: StaticKeys | null;
  readonly endpoints: Endpoints;
  /** Per account. */
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The shortest STS grants. */
const SESSION_SECONDS = 900;
/** The vendor's rule for user names. In a policy's resource a `*` would name everybody. */
const USER_NAME = /^[\w.-]{1,64}$/;

export function createLoginProfiles(options: LoginProfilesOptions): LoginProfiles {
  const { enforcer, roleName, clock, maxCallsPerSecond } = options;
  if (enforcer === null && roleName === null) throw new Error('Enforcing needs a key or a role');
  const rateLimits = new Map<string, RateLimit>();

  /** Sessions come and go, the account's rate stays. */
  function gatewayWith(credentials: Credentials, rateOf: string): Gateway {
    const rateLimit = rateLimits.get(rateOf) ?? createRateLimit(maxCallsPerSecond, clock);
    rateLimits.set(rateOf, rateLimit);
    return createGateway({ ...options, credentials, rateLimit });
  }

  const readerCredentials =
    options.reader === null ? defaultChainCredentials(clock) : staticCredentials(options.reader);
  const reader = gatewayWith(readerCredentials, 'reader');
  const base = enforcer === null ? reader : gatewayWith(staticCredentials(enforcer), 'enforcer');
  let ownAccount: AccountId | null = null;

  async function requireOwnAccount(account: AccountId, context: CallContext): Promise<void> {
    ownAccount ??= (await identifyCaller(base, context)).accountId;
    if (account !== ownAccount) throw foreignAccountError(ownAccount, account);
  }

  /** A gateway that can touch this one user only, where a role is configured. */
  async function gatewayTo(target: EnforcementTarget, context: CallContext): Promise<Gateway> {
    if (!USER_NAME.test(target.userName)) throw impossibleNameError();
    if (roleName === null) {
      await requireOwnAccount(target.accountId, context);
      return base;
    }
    const session = {
      role: roleByName(target.accountId, roleName),
      sessionName: `ram-mfa-bot-${target.actor}`,
      durationSeconds: SESSION_SECONDS,
      externalId: null,
      policy: singleUserPolicy(target.accountId, target.userName),
    };
    return gatewayWith(sessionCredentials(await assumeRole(base, session, context)), target.accountId);
  }

  return {
    async ownUserIds(signal) {
      const context = interactiveCalls(signal);
      const gateways = new Set([reader, base]);
      const callers = await Promise.all([...gateways].map((gateway) => identifyCaller(gateway, context)));
      return [...new Set(callers.map((caller) => caller.userId).filter((id): id is UserId => id !== null))];
    },
    async read(target, signal) {
      const context = interactiveCalls(signal);
      const operation = OPERATIONS.getLoginProfileSetting;
      try {
        const gateway = await gatewayTo(target, context);
        const answer = await gateway.read(operation, { UserName: target.userName }, context);
        const { LoginProfile: profile } = parseAnswer(loginProfileSettingAnswered, answer, operation);
        return {
          mfaBindRequired: profile.MFABindRequired,
          passwordResetRequired: profile.PasswordResetRequired,
        };
      } catch (error) {
        if (error instanceof AlibabaError && error.code === 'EntityNotExist.User.LoginProfile') return null;
        throw error;
      }
    },
    async setMfaRequired(target, required, signal) {
      const context = interactiveCalls(signal);
      const gateway = await gatewayTo(target, context);
      const parameters = { UserName: target.userName, MFABindRequired: String(required) };
      await gateway.change(OPERATIONS.updateLoginProfile, parameters, context);
    },
  };
}

const sessionCredentials = (keys: AccessKeys): Credentials => ({
  current: async () => keys,
  discard: () => undefined,
});

function foreignAccountError(ownAccount: AccountId, account: AccountId): AlibabaError {
  return new AlibabaError({
    reason: 'no_permission',
    code: 'ForeignAccount',
    retryable: false,
    message: `The enforcer's key serves account ${ownAccount} only: set ENFORCER_ROLE_NAME to enforce in account ${account}.`,
  });
}

function impossibleNameError(): AlibabaError {
  return new AlibabaError({
    reason: 'rejected',
    code: 'InvalidParameter.UserName.InvalidChars',
    retryable: false,
    message: 'This is no RAM user name: 1 to 64 letters, digits, periods, underscores and hyphens.',
  });
}
