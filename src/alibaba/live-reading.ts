import type { AccountId, UserId } from '../domain/ram-user.ts';
import { AlibabaError, type LiveReading } from './accounts.ts';
import { parseAnswer, userAnswered } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { unexpectedAnswer } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';
import { readUserFacts, type VirtualDeviceOwners } from './user-facts.ts';
import { type ListedUser, listedUserOf, listUsers } from './user-listing.ts';

/** The one answer that means the user is gone; its relatives only mean that a part of the user is missing. */
const NO_SUCH_USER = 'EntityNotExist.User';

const NOBODY: Promise<VirtualDeviceOwners> = Promise.resolve(new Map());

/** One user by the id that never changes, then everything by the name the user has now. */
export async function readUserLive(
  gateway: Gateway,
  subject: { readonly accountId: AccountId; readonly userId: UserId },
  context: CallContext,
): Promise<LiveReading> {
  const { accountId, userId } = subject;
  let listed: ListedUser;
  try {
    listed = await readUser(gateway, accountId, userId, context);
  } catch (error) {
    if (!(error instanceof AlibabaError)) throw error;
    return error.code === NO_SUCH_USER ? { kind: 'deleted' } : { kind: 'unreadable', code: error.code };
  }
  const { user } = listed;
  const frozen = listed.frozen ?? (await isListedAsFrozen(gateway, accountId, userId, context));
  return {
    kind: 'found',
    user,
    ...(await readUserFacts(gateway, { user, frozen, virtualDeviceOwners: NOBODY }, context)),
  };
}

async function readUser(
  gateway: Gateway,
  accountId: AccountId,
  userId: UserId,
  context: CallContext,
): Promise<ListedUser> {
  const operation = OPERATIONS.getUser;
  const answer = await gateway.read(operation, { UserId: userId }, context);
  const listed = listedUserOf(accountId, parseAnswer(userAnswered, answer, operation).User);
  if (listed.user.userId !== userId) throw unexpectedAnswer(operation);
  return listed;
}

/**
 * GetUser is not documented to tell a user's status, ListUsers is.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-getuser
 * @returns null where the list does not settle it
 */
async function isListedAsFrozen(
  gateway: Gateway,
  accountId: AccountId,
  userId: UserId,
  context: CallContext,
): Promise<boolean | null> {
  const { items, brokenOff } = await listUsers(gateway, { account: accountId, status: 'freeze' }, context);
  const found = items.find(({ user }) => user.userId === userId);
  if (found !== undefined) return found.frozen;
  return brokenOff === null ? false : null;
}
