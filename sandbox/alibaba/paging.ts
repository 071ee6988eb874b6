import { createHmac } from 'node:crypto';
import { invalidParameter } from './api-error.ts';
import { integerParameter, type Params } from './params.ts';

/** Opaque places in a list. One that was not given out for that very list is refused. */
export interface Markers {
  create(list: string, afterSequence: number): string;
  /** @throws {ApiError} */
  read(list: string, marker: string): number;
}

export function createMarkers(secret: string): Markers {
  const create = (list: string, afterSequence: number): string => {
    const seal = createHmac('sha256', secret).update(`${list}\n${afterSequence}`).digest('base64url');
    return Buffer.from(`${afterSequence}.${seal.slice(0, 24)}`).toString('base64url');
  };
  return {
    create,
    read: (list, marker) => {
      const afterSequence = Number.parseInt(Buffer.from(marker, 'base64url').toString(), 10);
      if (create(list, afterSequence) !== marker) throw invalidParameter('Marker');
      return afterSequence;
    },
  };
}

interface Listed {
  readonly sequence: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** What the answer says besides its items. */
  readonly paging: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/**
 * One page of a list that is ordered by `sequence`, by the request's Marker and MaxItems.
 * @throws {ApiError} for a page over the limit or a foreign marker
 */
export function listPage<Item extends Listed>(
  params: Params,
  list: { readonly name: string; readonly markers: Markers; readonly items: readonly Item[] },
  size: { readonly max: number; readonly default: number },
): Page<Item> {
  const maxItems = integerParameter(params, 'MaxItems', { min: 1, ...size });
  const marker = params.Marker;
  const after = marker ? list.markers.read(list.name, marker) : 0;
  const start = firstAfter(list.items, after);
  const items = list.items.slice(start, start + maxItems);
  const last = items.at(-1);
  if (!last || start + maxItems >= list.items.length) return { items, paging: { IsTruncated: false } };
  return { items, paging: { IsTruncated: true, Marker: list.markers.create(list.name, last.sequence) } };
}

function firstAfter(items: readonly Listed[], sequence: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.sequence ?? 0) > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}
