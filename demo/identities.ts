import type { AccountSeed } from '../sandbox/alibaba/index.ts';
import { directoryPolicy, enforcerPolicy, readerPolicy } from '../src/alibaba/index.ts';

// The only place where keys and roles of the bot are made up: what each may do is generated from the calls it makes.
const READER = { userName: 'mfa-bot-reader', keyId: 'AKREADER', keySecret: 'reader-secret' } as const;
const ENFORCER = { userName: 'mfa-bot-enforcer', keyId: 'AKENFORCER', keySecret: 'enforcer-secret' } as const;
const READER_ROLE = 'mfa-bot-reader';
const ENFORCER_ROLE = 'mfa-bot-enforcer';

/**
 * The accounts with the bot's own identities as its documentation asks for: in the first the users behind its two keys,
 * in every account the role it enforces with, and in all but the first the role it reads with.
 */
export function withBotIdentities(accounts: readonly AccountSeed[]): readonly AccountSeed[] {
  return accounts.map((account, index) =>
    index === 0 ? homeAccount(account) : furtherAccount(account, accounts[0]),
  );
}

/** What an operator would write into `.env` for them. */
export function identityVariables(accounts: readonly AccountSeed[]): Readonly<Record<string, string>> {
  const roleArns = accounts.slice(1).map(({ accountId }) => `acs:ram::${accountId}:role/${READER_ROLE}`);
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: READER.keyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: READER.keySecret,
    ENFORCER_ACCESS_KEY_ID: ENFORCER.keyId,
    ENFORCER_ACCESS_KEY_SECRET: ENFORCER.keySecret,
    ENFORCER_ROLE_NAME: ENFORCER_ROLE,
    ...(roleArns.length === 0 ? {} : { AUDIT_ROLE_ARNS: roleArns.join(',') }),
  };
}

function homeAccount(account: AccountSeed): AccountSeed {
  const readerStatements = [...readerPolicy().Statement, ...directoryPolicy(READER_ROLE).Statement];
  return {
    ...account,
    users: [
      ...(account.users ?? []),
      { userName: READER.userName, policy: { Version: '1', Statement: readerStatements } },
      { userName: ENFORCER.userName, policy: directoryPolicy(ENFORCER_ROLE) },
    ],
    accessKeys: [
      ...(account.accessKeys ?? []),
      { accessKeyId: READER.keyId, accessKeySecret: READER.keySecret, userName: READER.userName },
      { accessKeyId: ENFORCER.keyId, accessKeySecret: ENFORCER.keySecret, userName: ENFORCER.userName },
    ],
    roles: [...(account.roles ?? []), enforcerRole(account, account)],
  };
}

function furtherAccount(account: AccountSeed, home: AccountSeed = account): AccountSeed {
  const readerRole = {
    roleName: READER_ROLE,
    trustedPrincipals: [`acs:ram::${home.accountId}:user/${READER.userName}`],
    policy: readerPolicy(),
  };
  return { ...account, roles: [...(account.roles ?? []), readerRole, enforcerRole(account, home)] };
}

function enforcerRole(account: AccountSeed, home: AccountSeed) {
  return {
    roleName: ENFORCER_ROLE,
    trustedPrincipals: [`acs:ram::${home.accountId}:user/${ENFORCER.userName}`],
    policy: enforcerPolicy(account.accountId as Parameters<typeof enforcerPolicy>[0], []),
  };
}
