import type { Block, Text } from '../../message.ts';
import { bullets, buttons, flat, note, paragraph, strong } from '../compose.ts';
import type { Words } from '../words.ts';

/** A long list from one of its rows on; as many as have room are shown, and how to see the next. */
export interface Page<Row> {
  /** From `from` to the end. */
  readonly rows: readonly Row[];
  /** The first of them, counted from 1. */
  readonly from: number;
  readonly total: number;
  /** Characters that one message takes of it. */
  readonly room: number;
  /** The words that show the list: a number behind them is where to begin. */
  readonly command: string;
}

interface RowLayout<Row> {
  readonly line: (row: Row) => Text;
  /** What stands above the rows that have it in common; null: nothing. */
  readonly title?: (row: Row) => string | null;
}

/** What a line costs beside its words: its mark, and characters that must be escaped. */
const LINE_COST = 30;
const LINES_MAX = 100;

export function pageBlocks<Row>(
  words: Words,
  page: Page<Row>,
  { line, title = () => null }: RowLayout<Row>,
): readonly (Block | null)[] {
  const entries = page.rows.slice(0, LINES_MAX).map((row): Entry => ({ title: title(row), line: line(row) }));
  const shown = entries.slice(0, countThatFit(entries, page.room));
  const groups = [...Map.groupBy(shown, (entry) => entry.title)];
  return [
    ...groups.flatMap(([heading, ofGroup]) => [
      heading === null ? null : paragraph(strong(heading)),
      bullets(ofGroup.map((entry) => entry.line)),
    ]),
    ...whereItGoesOn(words, page, shown.length),
  ];
}

interface Entry {
  readonly title: string | null;
  readonly line: Text;
}

/** One at least, else the list would never end. */
function countThatFit(entries: readonly Entry[], room: number): number {
  let left = room;
  const firstTooMany = entries.findIndex(({ line }) => {
    left -= flat(line).length + LINE_COST;
    return left < 0;
  });
  return firstTooMany === -1 ? entries.length : Math.max(1, firstTooMany);
}

function whereItGoesOn({ grammar, status }: Words, page: Page<unknown>, shown: number): readonly Block[] {
  const { from, total } = page;
  const last = from + shown - 1;
  if (from === 1 && last >= total) return [];
  const w = status.pages;
  const shows = w.shows(grammar.grouped(from), grammar.grouped(last), grammar.grouped(total));
  if (last >= total) return [note(shows)];
  return [note(shows), buttons({ label: w.more, command: `${page.command} ${last + 1}` })];
}
