import type { EpochMs, LocalInstant } from '../domain/clock.ts';
import { type Meanings, meaningInPart } from '../domain/code-meaning.ts';
import { type PartName, type PartState, partKind } from '../domain/part.ts';
import type { FailingPart, PartLabel } from '../domain/texts/layouts/part-lines.ts';
import { listAccounts } from '../store/accounts.ts';
import type { Store } from '../store/database.ts';
import { accountLabel } from '../store/labels.ts';

/** What does not work, as it is shown. */
export async function failingParts(
  { db, meanings }: { readonly db: Store; readonly meanings: Meanings },
  states: readonly PartState[],
  local: (at: EpochMs) => LocalInstant,
): Promise<readonly FailingPart[]> {
  const failing = states.filter((state) => state.status === 'failing');
  if (failing.length === 0) return [];
  const labelOf = await loadPartLabels(db);
  return failing.flatMap(({ part, aspect, since, code }) => {
    const label = labelOf(part);
    const meaning = meaningInPart(meanings, part, code);
    return label === null ? [] : [{ part: label, aspect, code, meaning, since: local(since) }];
  });
}

/** What parts are called; null for an account that is no longer watched. */
export async function loadPartLabels(store: Store): Promise<(part: PartName) => PartLabel | null> {
  const accounts = new Map((await listAccounts(store)).map((account) => [account.accountId, account]));
  return (part) => {
    const kind = partKind(part);
    if (kind.kind !== 'account') return kind;
    const account = accounts.get(kind.accountId);
    return account === undefined ? null : { kind: 'account', account: accountLabel(account) };
  };
}
