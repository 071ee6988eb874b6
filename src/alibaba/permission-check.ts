import { type CheckLine, failed, ok, warning } from '../domain/check-line.ts';
import { AlibabaError } from './accounts.ts';
import { accountSummaryAnswered, usersPage } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { withinDeadline } from './deadline.ts';
import type { Entrance } from './entrances.ts';
import { timedOut } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS, type Operation } from './permissions.ts';
import type { CallParameters } from './sdk.ts';
import { listedUserOf } from './user-listing.ts';

export const accountLabel = (accountId: string): string => `Alibaba Cloud account ${accountId}`;

/** Whom the operations that concern one user are tried with; nobody need be behind it. */
export interface ProbedUser {
  readonly userId: string;
  readonly userName: string;
  readonly logonName: string;
}

/** That there is no such user is an answer, and a permission was needed to get it. */
export function inventedUser(accountId: string): ProbedUser {
  const userName = 'ram-mfa-bot-doctor';
  return { userId: '200000000000000000', userName, logonName: `${userName}@${accountId}.onaliyun.com` };
}

type ReaderOperation = {
  [Name in keyof typeof OPERATIONS]: (typeof OPERATIONS)[Name]['identity'] extends 'reader' ? Name : never;
}[keyof typeof OPERATIONS];

/** The cheapest call of each: one page of one, one user. */
const PARAMETERS: Readonly<Record<ReaderOperation, (user: ProbedUser) => CallParameters>> = {
  listUsers: () => ({ MaxItems: '1', Status: 'active,freeze' }),
  listVirtualMfaDevices: () => ({ MaxItems: '1' }),
  getUser: ({ userId }) => ({ UserId: userId }),
  getLoginProfile: ({ logonName }) => ({ UserPrincipalName: logonName }),
  listPasskeys: ({ logonName }) => ({ UserPrincipalName: logonName }),
  getUserMfaInfo: ({ userName }) => ({ UserName: userName }),
  getSecurityPreference: () => ({}),
  getUserSsoSettings: () => ({}),
  getDefaultDomain: () => ({}),
  getAccountSummary: () => ({}),
  getAccountAlias: () => ({}),
  getAccountMfaInfo: () => ({}),
  listPoliciesForUser: ({ userName }) => ({ UserName: userName }),
  listGroupsForUser: ({ userName }) => ({ UserName: userName }),
  listPoliciesForGroup: () => ({ GroupName: 'ram-mfa-bot-doctor' }),
  getPolicy: () => ({ PolicyName: 'AdministratorAccess', PolicyType: 'System' }),
};

interface Probe {
  readonly operation: Operation & { readonly grant: string };
  /** null when it failed. */
  readonly answer: unknown;
  readonly failure: AlibabaError | null;
}

export interface PermissionCheck {
  readonly line: CheckLine;
  /** Somebody of the account, where its users may be listed and there are any. */
  readonly user: ProbedUser | null;
}

/**
 * Tries every operation the audit uses once. @throws {AlibabaError} when the account cannot be entered at all, or the
 * signal's reason
 */
export async function checkPermissions(entrance: Entrance, context: CallContext): Promise<PermissionCheck> {
  const { accountId, credentials, gateway } = entrance;
  await credentials.current(context);
  const listing = await probe(gateway, { name: 'listUsers', user: inventedUser(accountId) }, context);
  const user = firstUser(entrance, listing);
  const others = (Object.keys(PARAMETERS) as ReaderOperation[]).filter((name) => name !== 'listUsers');
  const probed = user ?? inventedUser(accountId);
  const [record, ...probes] = await Promise.all([
    recordState(entrance, probed, context),
    ...others.map((name) => probe(gateway, { name, user: probed }, context)),
  ]);
  return { line: lineOf(entrance, [listing, ...probes], record), user };
}

/** Nobody waits longer for what is optional. */
const RECORD_MAX_MS = 4_000;

/** Whether anything can be looked up in the account's own record of who did what. */
async function recordState(
  { trail }: Entrance,
  { userName }: ProbedUser,
  context: CallContext,
): Promise<string> {
  const operation = OPERATIONS.lookupEvents;
  const parameters = {
    'LookupAttribute.1.Key': 'User',
    'LookupAttribute.1.Value': userName,
    MaxResults: '1',
  };
  try {
    const looking = trail.read(operation, parameters, context);
    await withinDeadline(looking, RECORD_MAX_MS, () => timedOut(operation));
    return 'sign-ins can be looked up';
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    const isRefused = error.reason === 'no_permission';
    const why = isRefused ? `${operation.grant} is not granted` : `${operation.action}: ${error.code}`;
    return `sign-ins are not looked up (optional; ${why})`;
  }
}

async function probe(
  gateway: Gateway,
  { name, user }: { readonly name: ReaderOperation; readonly user: ProbedUser },
  context: CallContext,
): Promise<Probe> {
  const operation = OPERATIONS[name];
  try {
    return {
      operation,
      answer: await gateway.read(operation, PARAMETERS[name](user), context),
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return { operation, answer: null, failure: error.reason === 'not_found' ? null : error };
  }
}

function firstUser({ accountId }: Entrance, { answer }: Probe): ProbedUser | null {
  const [first] = usersPage.safeParse(answer).data?.Users.User ?? [];
  return first === undefined ? null : listedUserOf(accountId, first).user;
}

function lineOf({ accountId, role }: Entrance, probes: readonly Probe[], record: string): CheckLine {
  const what = accountLabel(accountId);
  const failures = probes.filter(({ failure }) => failure !== null);
  const refused = failures.filter(({ failure }) => failure?.reason === 'no_permission');
  const needed = grantsIn(refused.filter(({ operation }) => operation.optionalFor === undefined));
  const advice = grantAdvice(role?.arn ?? null);
  if (needed.length > 0) return failed(what, `not granted: ${needed.join(', ')}`, advice);
  if (refused.length > 0 && refused.length === failures.length) {
    const unknowns = [...new Set(refused.map(({ operation }) => operation.optionalFor))].join(' and ');
    return warning(what, `not granted: ${grantsIn(refused).join(', ')}; not known: ${unknowns}`, advice);
  }
  if (failures.length > 0) {
    const unread = failures.map(({ operation, failure }) => `${operation.action} (${failure?.code})`);
    return failed(what, `could not be tried: ${unread.join(', ')}`, 'try again in a minute');
  }
  return ok(
    what,
    `${userCount(probes)}all ${grantsIn(probes).length} permissions of the reader policy are granted; ${record}`,
  );
}

function grantsIn(probes: readonly Probe[]): readonly string[] {
  return [...new Set(probes.map(({ operation }) => operation.grant))].sort();
}

function grantAdvice(roleArn: string | null): string {
  const place = roleArn === null ? 'Identities › Users › the user' : `Identities › Roles › ${roleArn}`;
  return `RAM console › ${place} › Permissions › Grant Permission: a policy that allows them (docs/security.md, "Reader")`;
}

function userCount(probes: readonly Probe[]): string {
  const summary = probes.find(({ operation }) => operation.action === OPERATIONS.getAccountSummary.action);
  const { data } = accountSummaryAnswered.safeParse(summary?.answer);
  return data === undefined ? '' : `${data.SummaryMap.Users} RAM users, `;
}
