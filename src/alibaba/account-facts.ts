import type { z } from 'zod';
import type { AccountSettings } from '../domain/account-settings.ts';
import type { AccountFacts, LoginMfaMode } from '../domain/finding.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { AlibabaError } from './accounts.ts';
import {
  accountAliasAnswered,
  accountMfaAnswered,
  defaultDomainAnswered,
  parseAnswer,
  securityPreferenceAnswered,
  userSsoAnswered,
} from './answers.ts';
import type { CallContext } from './call-context.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS, type Operation } from './permissions.ts';

/** `corp.onaliyun.com`: what an account's own domain looks like; a default domain can be another one. */
const OWN_DOMAIN = /^(.+)\.onaliyun\.com$/i;

/** What could be read of the account; failures are in the answer. */
export async function readAccountFacts(
  gateway: Gateway,
  accountId: AccountId,
  context: CallContext,
): Promise<AccountFacts> {
  return factsWith(readPreference(gateway, context), { gateway, accountId, context });
}

/** With what is told for information, too: no verdict depends on it. */
export async function readAccountState(
  gateway: Gateway,
  accountId: AccountId,
  context: CallContext,
): Promise<{ readonly facts: AccountFacts; readonly settings: AccountSettings }> {
  const preference = readPreference(gateway, context);
  const [facts, root, { answer }] = await Promise.all([
    factsWith(preference, { gateway, accountId, context }),
    tryRead(gateway, OPERATIONS.getAccountMfaInfo, accountMfaAnswered, context),
    preference,
  ]);
  const settings = {
    rootMfaEnabled: root.answer?.IsMFAEnable ?? null,
    maxIdleDaysForUsers: answer?.SecurityPreference.MaxIdleDays.MaxIdleDaysForUsers ?? null,
    remembersMfa: answer?.SecurityPreference.LoginProfilePreference.EnableSaveMFATicket ?? null,
  };
  return { facts, settings };
}

export async function readLoginMfaMode(gateway: Gateway, context: CallContext): Promise<LoginMfaMode> {
  return loginMfaModeOf((await readPreference(gateway, context)).answer);
}

type PreferenceAnswer = z.infer<typeof securityPreferenceAnswered>;
type Preference = Tried<PreferenceAnswer>;

const loginMfaModeOf = (answer: PreferenceAnswer | null): LoginMfaMode =>
  answer?.SecurityPreference.LoginProfilePreference.MFAOperationForLogin ?? 'unknown';

function readPreference(gateway: Gateway, context: CallContext): Promise<Preference> {
  return tryRead(gateway, OPERATIONS.getSecurityPreference, securityPreferenceAnswered, context);
}

async function factsWith(
  reading: Promise<Preference>,
  by: { readonly gateway: Gateway; readonly accountId: AccountId; readonly context: CallContext },
): Promise<AccountFacts> {
  const { gateway, accountId, context } = by;
  const [{ answer }, sso, domain] = await Promise.all([
    reading,
    tryRead(gateway, OPERATIONS.getUserSsoSettings, userSsoAnswered, context),
    readDomain(gateway, context),
  ]);
  const preference = answer?.SecurityPreference;
  return {
    accountId,
    ...domain,
    loginMfaMode: loginMfaModeOf(answer),
    ssoEnabled: sso.answer?.UserSsoSettings.SsoEnabled ?? null,
    mayUsersManageDevices: preference?.MFAPreference.AllowUserToManageMFADevices ?? null,
    ssoErrorCode: sso.errorCode,
  };
}

/** Where nothing of an account can be read. */
export function unreadAccountFacts(accountId: AccountId, errorCode: string): AccountFacts {
  return {
    accountId,
    alias: null,
    defaultDomain: null,
    loginMfaMode: 'unknown',
    ssoEnabled: null,
    mayUsersManageDevices: null,
    ssoErrorCode: errorCode,
  };
}

/** With the domain of the users' logon names where the account's was not told: they sign in with it. */
export function withDomainOf(facts: AccountFacts, logonName: string | undefined): AccountFacts {
  if (facts.defaultDomain !== null || logonName === undefined) return facts;
  const defaultDomain = logonName.slice(logonName.indexOf('@') + 1);
  return { ...facts, defaultDomain, alias: facts.alias ?? aliasOf(defaultDomain) };
}

/** The alias is part of the default domain; it is asked for only where that is another one, or refused. */
async function readDomain(
  gateway: Gateway,
  context: CallContext,
): Promise<Pick<AccountFacts, 'alias' | 'defaultDomain'>> {
  const { answer } = await tryRead(gateway, OPERATIONS.getDefaultDomain, defaultDomainAnswered, context);
  const defaultDomain = answer?.DefaultDomainName ?? null;
  const alias = defaultDomain === null ? null : aliasOf(defaultDomain);
  if (alias !== null) return { alias, defaultDomain };
  const asked = await tryRead(gateway, OPERATIONS.getAccountAlias, accountAliasAnswered, context);
  return { alias: asked.answer?.AccountAlias ?? null, defaultDomain };
}

const aliasOf = (domain: string): string | null => OWN_DOMAIN.exec(domain)?.[1] ?? null;

interface Tried<T> {
  readonly answer: T | null;
  readonly errorCode: string | null;
}

async function tryRead<T>(
  gateway: Gateway,
  operation: Operation,
  schema: z.ZodType<T>,
  context: CallContext,
): Promise<Tried<T>> {
  try {
    return {
      answer: parseAnswer(schema, await gateway.read(operation, {}, context), operation),
      errorCode: null,
    };
  } catch (error) {
    if (error instanceof AlibabaError) return { answer: null, errorCode: error.code };
    throw error;
  }
}
