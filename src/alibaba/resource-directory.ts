import { type AccountId, accountId } from '../domain/ram-user.ts';
import { AlibabaError } from './accounts.ts';
import { membersPage, parseAnswer } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { UNEXPECTED_ANSWER } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';

const MEMBERS_PER_PAGE = 100;
const PAGES_MAX = 100;

/** The accounts of a resource directory; where not all could be listed, the code that says why. */
export interface DirectoryMembers {
  readonly accountIds: readonly AccountId[];
  readonly errorCode: string | null;
}

export async function listDirectoryMembers(
  gateway: Gateway,
  context: CallContext,
): Promise<DirectoryMembers> {
  const operation = OPERATIONS.listAccounts;
  const members = new Set<AccountId>();
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    try {
      const parameters = { PageNumber: String(page), PageSize: String(MEMBERS_PER_PAGE) };
      const answer = parseAnswer(membersPage, await gateway.read(operation, parameters, context), operation);
      for (const member of answer.Accounts.Account) members.add(accountId(member.AccountId));
      if (members.size >= answer.TotalCount) return { accountIds: [...members], errorCode: null };
      if (answer.Accounts.Account.length === 0) break;
    } catch (error) {
      if (!(error instanceof AlibabaError)) throw error;
      return { accountIds: [...members], errorCode: error.code };
    }
  }
  return { accountIds: [...members], errorCode: UNEXPECTED_ANSWER };
}
