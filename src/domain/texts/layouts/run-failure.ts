import type { RunRemedy } from '../../audit-run.ts';
import { code } from '../../message.ts';
import type { AccountLabel } from '../../ram-user.ts';
import { listed, type Sentence } from '../compose.ts';
import type { Words } from '../words.ts';
import { accountName } from './in-words.ts';

const GRANTS_SHOWN_MAX = 10;

export interface RunFailedModel {
  readonly account: AccountLabel | null;
  readonly code: string;
  readonly remedy: RunRemedy;
  readonly attempts: number;
}

export function auditedWhat(words: Words, { account }: RunFailedModel): string {
  return account === null ? words.posts.runFailed.allAccounts : accountName(words, account);
}

/** What failed, how often, and what is to be done. */
export function failure(words: Words, model: RunFailedModel): readonly Sentence[] {
  const w = words.posts.runFailed;
  const { remedy } = model;
  const grants = remedy.kind === 'grant' ? remedy.grants.map(code) : [];
  return [
    w.attempts(code(model.code), auditedWhat(words, model), model.attempts),
    remedy.kind === 'grant'
      ? words.digest.pleaseGrant(listed(words.grammar, grants, GRANTS_SHOWN_MAX))
      : w.remedies[remedy.kind],
  ];
}
