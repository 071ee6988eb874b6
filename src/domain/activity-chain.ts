import { createHash } from 'node:crypto';

/**
 * One row of the record as it is chained. What is personal enters by a salted hash, its value and salt beside it: both can
 * be erased, and the chain still holds.
 */
export interface ChainedRow {
  readonly activityId: number;
  readonly at: number;
  readonly kind: string;
  readonly actorChat: string | null;
  readonly actorMemberId: string | null;
  readonly actorSalt: string | null;
  readonly actorDigest: string | null;
  readonly accountId: string | null;
  readonly userId: string | null;
  readonly detail: string | null;
  readonly detailSalt: string | null;
  readonly detailDigest: string | null;
  readonly hash: string;
}

/** What the first row follows. */
export const CHAIN_START = '0'.repeat(64);

export const isChainHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Of one personal value. Without the salt it could be found by trying all values. */
export function saltedDigest(salt: string, value: string): string {
  return sha256(`${salt}:${value}`);
}

/** Of a row and, by the hash of the one before, of everything before it. */
export function chainHash(previous: string, row: Omit<ChainedRow, 'hash'>): string {
  const { activityId, at, kind, actorChat, actorDigest, accountId, userId, detailDigest } = row;
  const chained = [previous, activityId, at, kind, actorChat, actorDigest, accountId, userId, detailDigest];
  return sha256(JSON.stringify(chained));
}

/**
 * `broken`: the row does not follow from the one before, so it was changed, or rows before it were removed, added or moved ·
 * `value_changed`: it follows, and a personal value is not the one that was chained
 */
export type ChainFault = 'broken' | 'value_changed';

export function chainFault(previous: string, row: ChainedRow): ChainFault | null {
  if (chainHash(previous, row) !== row.hash) return 'broken';
  const isAsChained =
    isSealed(row.actorMemberId, row.actorSalt, row.actorDigest) &&
    isSealed(row.detail, row.detailSalt, row.detailDigest);
  return isAsChained ? null : 'value_changed';
}

/** The value that was chained, none, or an erased one. */
function isSealed(value: string | null, salt: string | null, digest: string | null): boolean {
  if (value === null && salt === null) return true;
  return value !== null && salt !== null && digest === saltedDigest(salt, value);
}
