import { code, type Text } from '../../message.ts';
import type { AccountLabel } from '../../ram-user.ts';
import { accountName } from '../labels.ts';
import type { Words } from '../words.ts';

export interface RunFailedModel {
  readonly account: AccountLabel | null;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

export function auditedWhat({ posts }: Words, { account }: RunFailedModel): string {
  return account === null ? posts.runFailed.allAccounts : accountName(account);
}

export function failure(words: Words, model: RunFailedModel): readonly Text[] {
  const w = words.posts.runFailed;
  return [
    w.attempts(code(model.code), auditedWhat(words, model), model.attempts),
    w.answer(code(model.message)),
  ];
}
