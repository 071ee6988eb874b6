import { type ChainedRow, type ChainFault, chainFault } from './activity-chain.ts';

export interface ChainWalk {
  readonly rows: number;
  /** The first ones; later rows are held against what stands in the row before them. */
  readonly faults: readonly {
    readonly activityId: number;
    readonly at: number;
    readonly fault: ChainFault;
  }[];
  readonly faultCount: number;
  readonly last: ChainedRow | null;
  /** Is the hash that was kept among them? */
  readonly isKeptHashSeen: boolean;
}

const FAULTS_SHOWN_MAX = 10;

/** Each row against the one before it, the first against `start`. */
export async function walkChain(
  rows: AsyncIterable<ChainedRow>,
  start: string,
  keptHash: string | null,
): Promise<ChainWalk> {
  const faults: ChainWalk['faults'][number][] = [];
  let [count, faultCount] = [0, 0];
  let last: ChainedRow | null = null;
  let isKeptHashSeen = keptHash === start;
  for await (const row of rows) {
    const fault = chainFault(last?.hash ?? start, row);
    if (fault !== null) faultCount += 1;
    if (fault !== null && faults.length < FAULTS_SHOWN_MAX)
      faults.push({ activityId: row.activityId, at: row.at, fault });
    count += 1;
    last = row;
    isKeptHashSeen ||= row.hash === keptHash;
  }
  return { rows: count, faults, faultCount, last, isKeptHashSeen };
}
