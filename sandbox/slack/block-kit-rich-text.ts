import {
  array,
  boolean,
  byType,
  type Check,
  number,
  object,
  oneOf,
  string,
  url,
} from './block-kit-checks.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const STYLE = object({
  optional: Object.fromEntries(
    ['bold', 'italic', 'strike', 'underline', 'code', 'highlight', 'client_highlight', 'unlink'].map(
      (flag) => [flag, boolean],
    ),
  ),
});

const styled = (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  object({ required, optional: { ...optional, style: STYLE } });

const LEAF = byType({
  text: styled({ text: string() }),
  link: styled({ url: url(3000) }, { text: string(), unsafe: boolean }),
  user: styled({ user_id: string() }),
  usergroup: styled({ usergroup_id: string() }),
  channel: styled({ channel_id: string() }),
  team: styled({ team_id: string() }),
  broadcast: styled({ range: oneOf(['here', 'channel', 'everyone']) }),
  emoji: styled({ name: string() }, { unicode: string(), skin_tone: number({ min: 1 }) }),
  color: styled({ value: string() }),
  date: styled({ timestamp: number({ min: 0 }), format: string() }, { url: url(3000), fallback: string() }),
});

const LEAVES = array(LEAF, { min: 1 });
const BORDER = oneOf([0, 1]);
const SECTION = object({ required: { elements: LEAVES } });

const PART = byType({
  rich_text_section: SECTION,
  rich_text_preformatted: object({
    required: { elements: LEAVES },
    optional: { border: BORDER, language: string() },
  }),
  rich_text_quote: object({ required: { elements: LEAVES }, optional: { border: BORDER } }),
  rich_text_list: object({
    required: {
      style: oneOf(['bullet', 'ordered']),
      elements: array(byType({ rich_text_section: SECTION }), { min: 1 }),
    },
    optional: { indent: number({ min: 0 }), offset: number({ min: 0 }), border: BORDER },
  }),
});

export const RICH_TEXT_FIELDS = { elements: array(PART, { min: 1 }) };
