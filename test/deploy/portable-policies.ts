import { directoryPolicy, enforcerPolicy, readerPolicy, witnessPolicy } from '../../src/alibaba/index.ts';
import { accountId } from '../../src/domain/ram-user.ts';

export type Policy = ReturnType<typeof readerPolicy>;

const EXAMPLE_ACCOUNT = accountId('1234567890123456');
/** A policy reaches no further than the account it is in, so that each takes this. */
const ANY_ACCOUNT = '*';

/** Stands for the name of a role or of a protected user, until a template's own words take its place. */
export const MARK = 'MARK';
export const USER_PREFIX = `acs:ram:*:${ANY_ACCOUNT}:user/`;

const directory = directoryPolicy(MARK);

/** The policies the code needs, for whatever account and names a template is used with. */
export const PORTABLE_POLICIES = {
  reader: readerPolicy(),
  witness: witnessPolicy(),
  directory,
  /** Of a key whose rights are all in the role it assumes. */
  assume: { ...directory, Statement: directory.Statement.slice(-1) },
  enforcer: portableEnforcerPolicy([MARK]),
};

export function portableEnforcerPolicy(protectedUserNames: readonly string[]): Policy {
  const policy = JSON.stringify(enforcerPolicy(EXAMPLE_ACCOUNT, protectedUserNames));
  return JSON.parse(policy.replaceAll(EXAMPLE_ACCOUNT, ANY_ACCOUNT)) as Policy;
}
