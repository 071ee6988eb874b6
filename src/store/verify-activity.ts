import { CHAIN_START } from '../domain/activity-chain.ts';
import { type ChainWalk, walkChain } from '../domain/walk-chain.ts';
import {
  type ActivityAnchor,
  type ActivityHead,
  findActivityHead,
  listActivityAnchors,
  readChain,
} from './activity-chain.ts';
import type { Database } from './database.ts';

export interface ActivityVerdict extends ChainWalk {
  readonly head: ActivityHead | null;
  /** Where the chain begins since older rows were forgotten. */
  readonly anchor: ActivityAnchor | null;
  /** Rows at the end that the head knows of, and that are not there. */
  readonly isCut: boolean;
  /** null: none was given. */
  readonly isKeptHashKnown: boolean | null;
  /** Where it is the last of rows that were forgotten: they can be held against nothing any more. */
  readonly keptAnchor: ActivityAnchor | null;
}

export function isSound({ faultCount, isCut, isKeptHashKnown }: ActivityVerdict): boolean {
  return faultCount === 0 && !isCut && isKeptHashKnown !== false;
}

/** The whole record as it is at one instant, and whether a hash that was kept belongs to it. */
export function verifyActivity(db: Database, keptHash: string | null): Promise<ActivityVerdict> {
  return db.readSnapshot(async (snapshot) => {
    const head = await findActivityHead(snapshot);
    const anchors = await listActivityAnchors(snapshot);
    const anchor = anchors.at(-1) ?? null;
    const start = anchor?.hash ?? CHAIN_START;
    const walk = await walkChain(readChain(snapshot), start, keptHash);
    const keptAnchor = anchors.find(({ hash }) => hash === keptHash) ?? null;
    const isKnown = walk.isKeptHashSeen || keptAnchor !== null;
    return {
      ...walk,
      ...{ head, anchor, keptAnchor },
      isCut: isCut({ head, anchor, walk, start }),
      isKeptHashKnown: keptHash === null ? null : isKnown,
    };
  });
}

function isCut(chain: {
  readonly head: ActivityHead | null;
  readonly anchor: ActivityAnchor | null;
  readonly walk: ChainWalk;
  readonly start: string;
}): boolean {
  const { head, anchor, walk, start } = chain;
  const rows = (anchor?.rows ?? 0) + walk.rows;
  return (head?.rows ?? 0) !== rows || (head?.hash ?? CHAIN_START) !== (walk.last?.hash ?? start);
}
