import type { Clock } from '../domain/clock.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import { AlibabaError, type EnforcementTarget } from './accounts.ts';
import { assumeRole, roleByName } from './assumed-role.ts';
import type { CallContext, CallLog } from './call-context.ts';
import { identifyCaller } from './caller.ts';
import { type Credentials, type StaticKeys, staticCredentials } from './credentials.ts';
import { credentialsFrom } from './default-chain.ts';
import type { Endpoints } from './endpoints.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { singleUserPolicy } from './policies.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import type { Transport } from './transport.ts';

export interface LoginProfilesOptions {
  /** The enforcer's own key; null = the reader's credentials assume the role. */
  readonly enforcer: StaticKeys | null;
  /** The role assumed in each account; null = the key serves its own account. One of both must be given. */
  readonly roleName: string | null;
  /** The reader's key, null = the vendor's default chain: its user is never enforced, and it assumes a role that has no key. */
  readonly reader: StaticKeys | null;
  readonly endpoints: Endpoints;
  readonly transport: Transport;
  /** Per account; an enforcement makes no more than ten. */
  readonly maxCallsPerSecond: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: CallLog;
}

/** How an enforcement enters the account it is for. */
export interface EnforcerAccess {
  /** With a role, what comes back can touch the target and nobody else. @throws {AlibabaError} */
  gatewayTo(target: EnforcementTarget, context: CallContext): Promise<Gateway>;
  /** The RAM users whose keys are configured. @throws {AlibabaError} */
  ownUserIds(context: CallContext): Promise<readonly UserId[]>;
}

/** Of the quota that is shared with everything else that goes on in the account, while a change of many is under way. */
const CALLS_PER_SECOND_MAX = 10;
/** The shortest STS grants. */
const SESSION_SECONDS = 900;
/** The vendor's rule for user names. In a policy's resource a `*` would name everybody. */
const USER_NAME = /^[\w.-]{1,64}$/;

export function createEnforcerAccess(options: LoginProfilesOptions): EnforcerAccess {
  const { enforcer, roleName, clock } = options;
  const maxCallsPerSecond = Math.min(options.maxCallsPerSecond, CALLS_PER_SECOND_MAX);
  if (enforcer === null && roleName === null) throw new Error('Enforcing needs a key or a role');
  const rateLimits = new Map<string, RateLimit>();

  /** Sessions come and go, the account's rate stays. */
  function gatewayWith(credentials: Credentials, rateOf: string): Gateway {
    const rateLimit = rateLimits.get(rateOf) ?? createRateLimit(maxCallsPerSecond, clock);
    rateLimits.set(rateOf, rateLimit);
    return createGateway({ ...options, credentials, rateLimit });
  }

  const reader = gatewayWith(credentialsFrom(options.reader, options), 'reader');
  const base = enforcer === null ? reader : gatewayWith(staticCredentials(enforcer), 'enforcer');
  let ownAccount: AccountId | null = null;
  let ownUsers: readonly UserId[] | null = null;

  async function sessionIn(name: string, target: EnforcementTarget, context: CallContext): Promise<Gateway> {
    const session = {
      role: roleByName(target.accountId, name),
      sessionName: `ram-mfa-bot-${target.actor}`,
      durationSeconds: SESSION_SECONDS,
      externalId: null,
      policy: singleUserPolicy(target.accountId, target.userName),
    };
    const keys = await assumeRole(base, session, context);
    return gatewayWith(staticCredentials(keys), target.accountId);
  }

  return {
    async gatewayTo(target, context) {
      if (!USER_NAME.test(target.userName)) throw impossibleNameError();
      if (roleName !== null) return sessionIn(roleName, target, context);
      ownAccount ??= (await identifyCaller(base, context)).accountId;
      if (target.accountId !== ownAccount) throw foreignAccountError(ownAccount, target.accountId);
      return base;
    },
    async ownUserIds(context) {
      // Whose keys these are does not change while they are used; asked for each of many it would be most of the calls.
      ownUsers ??= await usersBehind([reader, base], context);
      return ownUsers;
    },
  };
}

async function usersBehind(gateways: readonly Gateway[], context: CallContext): Promise<readonly UserId[]> {
  const callers = await Promise.all([...new Set(gateways)].map((one) => identifyCaller(one, context)));
  return [...new Set(callers.map(({ userId }) => userId).filter((id) => id !== null))];
}

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
