import { accountId, userId } from '../domain/ram-user.ts';
import type { CallerIdentity } from './accounts.ts';
import { callerIdentityAnswered, parseAnswer } from './answers.ts';
import type { CallContext } from './call-context.ts';
import { rootKeyRefused, unexpectedAnswer } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';

/** @throws {AlibabaError} also for a key of the root account: no policy limits it, and it cannot assume a role */
export async function identifyCaller(gateway: Gateway, context: CallContext): Promise<CallerIdentity> {
  const operation = OPERATIONS.getCallerIdentity;
  const answer = parseAnswer(callerIdentityAnswered, await gateway.read(operation, {}, context), operation);
  const caller = { accountId: accountId(answer.AccountId), arn: answer.Arn };
  switch (answer.IdentityType) {
    case 'Account':
      throw rootKeyRefused(operation);
    case 'AssumedRoleUser':
      return { ...caller, kind: 'assumed_role', userId: null };
    case 'RAMUser':
      // The bot's own user is protected by its id, so it must be known.
      if (answer.UserId === null) throw unexpectedAnswer(operation);
      return { ...caller, kind: 'ram_user', userId: userId(answer.UserId) };
    default:
      return answer.IdentityType satisfies never;
  }
}
