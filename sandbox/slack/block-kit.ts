import { isRecord } from '../json.ts';
import { CHART_FIELDS } from './block-kit-chart.ts';
import {
  array,
  type BlockKitProblem,
  boolean,
  byType,
  type Check,
  characterCount,
  every,
  type Fields,
  object,
  type Report,
  string,
} from './block-kit-checks.ts';
import {
  ACTIONS_ELEMENT,
  hasPicture,
  IMAGE_BLOCK_FIELDS,
  IMAGE_ELEMENT,
  plainText,
  SECTION_ACCESSORY,
  text,
} from './block-kit-elements.ts';
import { RICH_TEXT_FIELDS } from './block-kit-rich-text.ts';
import { TABLE_OPTIONAL, TABLE_REQUIRED } from './block-kit-table.ts';

const BLOCKS_MAX = 50;
const CHARTS_MAX = 2;
const MARKDOWN_CHARACTERS_MAX = 12_000;
// Slack documents `msg_blocks_too_long` without a figure; messages around 13,200 characters have been seen refused.
const MESSAGE_CHARACTERS_MAX = 13_200;

export interface BlockKitOptions {
  /** Charts roll out workspace by workspace; without them the type is unknown. */
  readonly dataVisualization: boolean;
}

type BlockKitVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly error: 'invalid_blocks' | 'invalid_attachments' | 'msg_blocks_too_long';
      readonly problems: readonly BlockKitProblem[];
    };

const block = (required: Fields, optional: Fields = {}): Check =>
  object({ required, optional: { ...optional, block_id: string({ max: 255 }) } });

const hasTextOrFields: Check = (value, pointer, report) => {
  if (!isRecord(value) || value.text !== undefined || value.fields !== undefined) return;
  const message = 'must define either `text` or `fields`';
  report({ pointer, message, constraint: { type: 'required', field: 'text' } });
};

/** The blocks a message may hold, of those this sandbox models. https://docs.slack.dev/reference/block-kit/blocks */
const MESSAGE_BLOCKS: Fields = {
  section: every(
    block(
      {},
      {
        text: text(3000),
        fields: array(text(2000), { min: 1, max: 10 }),
        accessory: SECTION_ACCESSORY,
        expand: boolean,
      },
    ),
    hasTextOrFields,
  ),
  header: block({ text: plainText(150) }),
  divider: block({}),
  context: block({
    elements: array(
      (value, pointer, report) => {
        const check = isRecord(value) && value.type === 'image' ? IMAGE_ELEMENT : text(3000);
        check(value, pointer, report);
      },
      { min: 1, max: 10 },
    ),
  }),
  actions: block({ elements: array(ACTIONS_ELEMENT, { min: 1, max: 25 }) }),
  image: every(block({ alt_text: string({ max: 2000 }) }, IMAGE_BLOCK_FIELDS), hasPicture),
  markdown: block({ text: string({ max: MARKDOWN_CHARACTERS_MAX }) }),
  rich_text: block(RICH_TEXT_FIELDS),
  table: block(TABLE_REQUIRED, TABLE_OPTIONAL),
};
const CHART_BLOCK: Fields = { data_visualization: block(CHART_FIELDS) };

const BLOCKS = array(byType(MESSAGE_BLOCKS), { max: BLOCKS_MAX });
const BLOCKS_WITH_CHARTS = array(byType({ ...MESSAGE_BLOCKS, ...CHART_BLOCK }), { max: BLOCKS_MAX });

/** Judges the blocks of one message; `root` is the pointer they stand at. */
export function checkMessageBlocks(
  blocks: unknown,
  options: BlockKitOptions,
  root = '/blocks',
): BlockKitVerdict {
  const problems: BlockKitProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  (options.dataVisualization ? BLOCKS_WITH_CHARTS : BLOCKS)(blocks, root, report);
  const list = Array.isArray(blocks) ? blocks.filter(isRecord) : [];
  checkIds(list, root, report);
  checkMessageTotals(list, root, report);
  if (problems.length > 0) return { ok: false, error: 'invalid_blocks', problems };
  if (count(list, 'table') > 1) {
    const message = 'only_one_table_allowed';
    const problem = { pointer: root, message, constraint: { type: 'max_items', max: 1 } };
    return { ok: false, error: 'invalid_attachments', problems: [problem] };
  }
  if (textCharacters(list) > MESSAGE_CHARACTERS_MAX) {
    return { ok: false, error: 'msg_blocks_too_long', problems: [] };
  }
  return { ok: true };
}

const HOME_BLOCKS_MAX = 100;
// Tables and charts are for messages alone. https://docs.slack.dev/reference/block-kit/blocks
const { table: _, markdown: __, ...HOME_BLOCKS } = MESSAGE_BLOCKS;
const HOME = array(byType(HOME_BLOCKS), { max: HOME_BLOCKS_MAX });

/** What a home tab may show. */
export function checkHomeBlocks(blocks: unknown, root: string): readonly BlockKitProblem[] {
  const problems: BlockKitProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  HOME(blocks, root, report);
  checkIds(Array.isArray(blocks) ? blocks.filter(isRecord) : [], root, report);
  return problems;
}

type BlockList = readonly Readonly<Record<string, unknown>>[];

const count = (blocks: BlockList, type: string): number =>
  blocks.filter((entry) => entry.type === type).length;

/** Block ids are unique in the message, action ids in their block. */
function checkIds(blocks: BlockList, root: string, report: Report): void {
  reportDuplicates(blocks, 'block_id', root, report);
  blocks.forEach((entry, index) => {
    const elements = Array.isArray(entry.elements) ? entry.elements.filter(isRecord) : [];
    reportDuplicates(elements, 'action_id', `${root}/${index}/elements`, report);
  });
}

function reportDuplicates(entries: BlockList, field: string, pointer: string, report: Report): void {
  const seen = new Set<unknown>();
  entries.forEach((entry, index) => {
    const id = entry[field];
    if (id === undefined) return;
    const message = `\`${field}\` "${String(id)}" already exists`;
    const constraint = { type: 'unique', got: id };
    if (seen.has(id)) report({ pointer: `${pointer}/${index}/${field}`, message, constraint });
    seen.add(id);
  });
}

function checkMessageTotals(blocks: BlockList, root: string, report: Report): void {
  if (count(blocks, 'data_visualization') > CHARTS_MAX) {
    const message = `no more than ${CHARTS_MAX} data_visualization blocks allowed`;
    report({ pointer: root, message, constraint: { type: 'max_items', max: CHARTS_MAX } });
  }
  const markdown = textCharacters(blocks.filter((entry) => entry.type === 'markdown'));
  if (markdown > MARKDOWN_CHARACTERS_MAX) {
    const message = `markdown must have less than ${MARKDOWN_CHARACTERS_MAX + 1} characters in total`;
    report({ pointer: root, message, constraint: { type: 'max_length', max: MARKDOWN_CHARACTERS_MAX } });
  }
}

/** Characters of every `text` in the payload. */
function textCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + textCharacters(entry), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce((sum, [field, content]) => {
    if (typeof content === 'string') return field === 'text' ? sum + characterCount(content) : sum;
    return sum + textCharacters(content);
  }, 0);
}
