import { AlibabaError } from './accounts.ts';
import { UNEXPECTED_ANSWER } from './failures.ts';

/** More pages than any account has users for: a list that does not end by itself ends here. */
const PAGES_MAX = 200;

export interface Page<T> {
  readonly items: readonly T[];
  readonly isTruncated: boolean;
  readonly marker: string | null;
}

interface BrokenOff {
  readonly reason: 'list_failed' | 'marker_repeated' | 'credentials';
  readonly code: string | null;
}

/** What was listed, and why it ends before the last page, or null. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly brokenOff: BrokenOff | null;
}

/** All pages, each shown as it comes. A page that cannot be read ends the list and is told, never swallowed. */
export async function readPages<T>(
  readPage: (marker: string | null) => Promise<Page<T>>,
  onPage?: (items: readonly T[]) => void,
): Promise<Listed<T>> {
  const items: T[] = [];
  const endedBy = (reason: BrokenOff['reason'], code: string | null): Listed<T> => ({
    items,
    brokenOff: { reason, code },
  });
  const markers = new Set<string>();
  let marker: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    let answer: Page<T>;
    try {
      answer = await readPage(marker);
    } catch (error) {
      if (!(error instanceof AlibabaError)) throw error;
      return endedBy(error.reason === 'credentials' ? 'credentials' : 'list_failed', error.code);
    }
    items.push(...answer.items);
    onPage?.(answer.items);
    if (!answer.isTruncated) return { items, brokenOff: null };
    if (answer.marker === null) return endedBy('list_failed', UNEXPECTED_ANSWER);
    if (markers.has(answer.marker)) return endedBy('marker_repeated', null);
    marker = answer.marker;
    markers.add(marker);
  }
  return endedBy('list_failed', 'TooManyPages');
}
