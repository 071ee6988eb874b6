import { Secret } from '../config/secret.ts';
import type { Clock } from '../domain/clock.ts';
import { type AccountId, accountId } from '../domain/ram-user.ts';
import { parseAnswer, roleAssumed } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { type AccessKeys, type Credentials, fetchedCredentials } from './credentials.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';
import type { PolicyDocument } from './policies.ts';

/** A role of an account, `acs:ram::<account>:role/<name>`. */
export interface Role {
  readonly arn: string;
  readonly accountId: AccountId;
}

const ROLE_ARN = /^acs:ram::(\d+):role\/[\w.-]+$/i;

export function roleFromArn(arn: string): Role {
  const account = ROLE_ARN.exec(arn)?.[1];
  if (account === undefined) throw new Error(`Not the ARN of a RAM role: ${arn}`);
  return { arn, accountId: accountId(account) };
}

export function roleByName(account: AccountId, name: string): Role {
  return { arn: `acs:ram::${account}:role/${name}`, accountId: account };
}

export interface RoleSession {
  readonly role: Role;
  /** Shown in ActionTrail; characters that STS does not take are replaced. */
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly externalId: string | null;
  /** Narrows what the role allows. */
  readonly policy: PolicyDocument | null;
}

/** @throws {AlibabaError} or the signal's reason */
export async function assumeRole(
  gateway: Gateway,
  session: RoleSession,
  context: CallContext,
): Promise<AccessKeys> {
  const operation = OPERATIONS.assumeRole;
  const parameters = {
    RoleArn: session.role.arn,
    RoleSessionName: sessionNameOf(session.sessionName),
    DurationSeconds: String(session.durationSeconds),
    ...(session.externalId === null ? {} : { ExternalId: session.externalId }),
    ...(session.policy === null ? {} : { Policy: JSON.stringify(session.policy) }),
  };
  const { Credentials: keys } = parseAnswer(
    roleAssumed,
    await gateway.read(operation, parameters, context),
    operation,
  );
  return {
    accessKeyId: keys.AccessKeyId,
    accessKeySecret: new Secret(keys.AccessKeySecret),
    securityToken: new Secret(keys.SecurityToken),
  };
}

/** STS takes 2 to 64 of these characters. */
function sessionNameOf(name: string): string {
  return name
    .replace(/[^\w.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}

const READER_SESSION_SECONDS = 3_600;
const REFRESH_BEFORE_SECONDS = 300;
const UNUSABLE_BEFORE_SECONDS = 30;

/** A role's credentials for reading, assumed by the gateway's identity and again before they expire. */
export function roleCredentials(options: {
  readonly gateway: Gateway;
  readonly role: Role;
  readonly externalId: string | null;
  readonly clock: Clock;
}): Credentials {
  const { gateway, role, externalId, clock } = options;
  const session: RoleSession = {
    role,
    sessionName: 'ram-mfa-bot',
    durationSeconds: READER_SESSION_SECONDS,
    externalId,
    policy: null,
  };
  return fetchedCredentials({
    fetch: (context) => assumeRole(gateway, session, context),
    freshMs: (READER_SESSION_SECONDS - REFRESH_BEFORE_SECONDS) * 1_000,
    usableMs: (READER_SESSION_SECONDS - UNUSABLE_BEFORE_SECONDS) * 1_000,
    clock,
  });
}
