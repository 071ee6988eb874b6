import type { AccountId } from '../domain/ram-user.ts';
import { grantsOf, OPERATIONS } from './permissions.ts';

interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** A RAM policy as the console and AssumeRole take it. */
export interface PolicyDocument {
  readonly Version: '1';
  readonly Statement: readonly PolicyStatement[];
}

const policy = (...statements: PolicyStatement[]): PolicyDocument => ({
  Version: '1',
  Statement: statements,
});

// The `*` stands in the region's place: documents of the vendor spell user resources with and without it.
const userResource = (account: AccountId, userName: string) => `acs:ram:*:${account}:user/${userName}`;

/** What reading one account needs, and nothing that changes anything. */
export function readerPolicy(): PolicyDocument {
  return policy({ Effect: 'Allow', Action: grantsOf('reader'), Resource: ['*'] });
}

/** Beside the reader policy, for who wants to know from where a device was bound. */
export function witnessPolicy(): PolicyDocument {
  return policy({ Effect: 'Allow', Action: grantsOf('witness'), Resource: ['*'] });
}

/** What the reader's own identity needs beside, to watch more accounts: list the directory's members, assume the roles. */
export function directoryPolicy(roleName: string): PolicyDocument {
  const { assumeRole } = OPERATIONS;
  return policy(
    {
      Effect: 'Allow',
      Action: grantsOf('directory').filter((grant) => grant !== assumeRole.grant),
      Resource: ['*'],
    },
    { Effect: 'Allow', Action: [assumeRole.grant], Resource: [`acs:ram:*:*:role/${roleName}`] },
  );
}

/** What enforcing needs in one account; the protected names are refused by Alibaba Cloud too, not only by this bot. */
export function enforcerPolicy(account: AccountId, protectedUserNames: readonly string[]): PolicyDocument {
  const allow: PolicyStatement = {
    Effect: 'Allow',
    Action: grantsOf('enforcer'),
    Resource: [userResource(account, '*')],
  };
  if (protectedUserNames.length === 0) return policy(allow);
  return policy(allow, {
    Effect: 'Deny',
    Action: [OPERATIONS.updateLoginProfile.grant],
    Resource: protectedUserNames.map((userName) => userResource(account, userName)),
  });
}

/**
 * What an enforcement's session may do: this one user, whatever the role allows. UpdateLoginProfile can also set
 * passwords, and RAM has no condition that forbids it.
 */
export function singleUserPolicy(account: AccountId, userName: string): PolicyDocument {
  return policy({
    Effect: 'Allow',
    Action: grantsOf('enforcer'),
    Resource: [userResource(account, userName)],
  });
}
