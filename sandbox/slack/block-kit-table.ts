import { isRecord } from '../json.ts';
import {
  array,
  boolean,
  byType,
  type Check,
  characterCount,
  every,
  number,
  object,
  oneOf,
  string,
} from './block-kit-checks.ts';
import { RICH_TEXT_FIELDS } from './block-kit-rich-text.ts';

const ROWS_MAX = 100;
const COLUMNS_MAX = 20;
const TABLE_CHARACTERS_MAX = 10_000;

const CELL = byType({
  raw_text: object({ required: { text: string() } }),
  raw_number: object({ required: { value: number() }, optional: { text: string() } }),
  rich_text: object({ required: RICH_TEXT_FIELDS }),
});

const COLUMN = object({ optional: { align: oneOf(['left', 'center', 'right']), is_wrapped: boolean } });

const isWithinTextLimit: Check = (value, pointer, report) => {
  if (cellCharacters(value) <= TABLE_CHARACTERS_MAX) return;
  const message = `table cells must have less than ${TABLE_CHARACTERS_MAX + 1} characters in total`;
  report({ pointer, message, constraint: { type: 'max_length', max: TABLE_CHARACTERS_MAX } });
};

function cellCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + cellCharacters(entry), 0);
  if (!isRecord(value)) return 0;
  const own = typeof value.text === 'string' ? characterCount(value.text) : 0;
  return own + cellCharacters(value.elements);
}

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const TABLE_REQUIRED = {
  rows: every(array(array(CELL, { min: 1, max: COLUMNS_MAX }), { min: 1, max: ROWS_MAX }), isWithinTextLimit),
};
export const TABLE_OPTIONAL = { column_settings: array(COLUMN, { max: COLUMNS_MAX }) };
