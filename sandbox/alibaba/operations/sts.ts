import type { AccountState, RoleState } from '../account-state.ts';
import { entityNotExist, invalidParameter, noPermission } from '../api-error.ts';
import type { Caller } from '../caller.ts';
import { integerParameter, requiredParameter } from '../params.ts';
import { checkPolicy, type PolicyDocument, PolicyGrammarError } from '../policy.ts';
import { vendorDate } from '../vendor-date.ts';
import { type Call, type Operation, READS_PER_SECOND } from './operation.ts';

/** STS 2015-04-01. https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole */
export const stsOperations: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: {
    callsPerSecond: READS_PER_SECOND,
    grant: null,
    run: ({ caller }) => ({ AccountId: caller.account.accountId, ...callerIdentity(caller) }),
  },
  AssumeRole: {
    callsPerSecond: READS_PER_SECOND,
    grant: ({ params }) => ({ action: 'sts:AssumeRole', resource: roleArn(params.RoleArn ?? '').text }),
    run: assumeRole,
  },
};

function callerIdentity(caller: Caller): Record<string, string> {
  const { accountId } = caller.account;
  switch (caller.kind) {
    case 'root':
      return {
        IdentityType: 'Account',
        PrincipalId: accountId,
        UserId: accountId,
        Arn: `acs:ram::${accountId}:root`,
      };
    case 'ram_user':
      return {
        IdentityType: 'RAMUser',
        PrincipalId: caller.user.userId,
        UserId: caller.user.userId,
        Arn: `acs:ram::${accountId}:user/${caller.user.userName}`,
      };
    case 'assumed_role':
      return {
        IdentityType: 'AssumedRoleUser',
        PrincipalId: `${caller.role.roleId}:${caller.roleSessionName}`,
        RoleId: caller.role.roleId,
        Arn: `acs:ram::${accountId}:assumed-role/${caller.role.roleName}/${caller.roleSessionName}`,
      };
    default:
      return caller satisfies never;
  }
}

function assumeRole({ cloud, caller, params }: Call): Record<string, unknown> {
  if (caller.kind === 'root') throw noPermission(null, 'Roles may not be assumed by root accounts.');
  const arn = roleArn(requiredParameter(params, 'RoleArn'));
  const roleSessionName = requiredParameter(params, 'RoleSessionName');
  if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(roleSessionName)) {
    throw invalidParameter('RoleSessionName', 'The parameter RoleSessionName is wrongly formed.');
  }
  const policy = sessionPolicy(params.Policy);
  const account = cloud.accounts.get(arn.accountId);
  const role = account?.findRole(arn.roleName);
  if (!account || !role) throw entityNotExist('Role');
  assertTrusted(role, caller, externalId(params.ExternalId));
  const max = role.maxSessionDurationSeconds;
  const durationSeconds = integerParameter(params, 'DurationSeconds', { min: 900, max, default: 3600 });
  const expiresAtMs = cloud.nowMs() + durationSeconds * 1000;
  const session = cloud.sessions.issue({ account, role, roleSessionName, policy, expiresAtMs });
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      AccessKeySecret: session.accessKeySecret,
      SecurityToken: session.securityToken,
      Expiration: vendorDate(expiresAtMs),
    },
    AssumedRoleUser: assumedRoleUser(account, role, roleSessionName),
  };
}

function assumedRoleUser(account: AccountState, role: RoleState, roleSessionName: string) {
  return {
    AssumedRoleId: `${role.roleId}:${roleSessionName}`,
    Arn: `acs:ram::${account.accountId}:role/${role.roleName}/${roleSessionName}`,
  };
}

function roleArn(text: string) {
  const [, accountId, roleName] = /^acs:ram::(\d+):role\/([A-Za-z0-9.-]{1,64})$/.exec(text) ?? [];
  if (!accountId || !roleName) {
    throw invalidParameter('RoleArn', 'The parameter RoleArn is wrongly formed.');
  }
  return { text, accountId, roleName };
}

function externalId(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text;
  throw invalidParameter('ExternalId', 'The parameter ExternalId is wrongly formed.');
}

function sessionPolicy(text: string | undefined): PolicyDocument | null {
  if (text === undefined) return null;
  if (text.length > 2048)
    throw invalidParameter('PolicySize', 'The size of Policy must be smaller than 2048.');
  try {
    return checkPolicy(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof PolicyGrammarError || error instanceof SyntaxError)) throw error;
    throw invalidParameter('PolicyGrammar', 'The parameter Policy has not passed grammar check.');
  }
}

/** The same answer for a stranger and for a wrong external id: neither is told which it was. */
function assertTrusted(
  role: RoleState,
  caller: Exclude<Caller, { kind: 'root' }>,
  externalIdGiven: string | null,
): void {
  const principal =
    caller.kind === 'ram_user' ? `user/${caller.user.userName}` : `role/${caller.role.roleName}`;
  const accountArn = `acs:ram::${caller.account.accountId}`;
  const isTrusted = role.trustedPrincipals.some(
    (trusted) => trusted === `${accountArn}:root` || trusted === `${accountArn}:${principal}`,
  );
  if (!isTrusted || (role.externalId !== null && role.externalId !== externalIdGiven)) throw noPermission();
}
