/** Limits of messages: https://docs.slack.dev/reference/block-kit/blocks */
export const BLOCKS_MAX = 50;
export const BLOCK_TEXT_MAX = 3000;
export const HEADER_MAX = 150;
export const FIELDS_MAX = 10;
export const FIELD_TEXT_MAX = 2000;
export const CONTEXT_TEXT_MAX = 2000;
export const ACTIONS_MAX = 25;
export const BUTTON_LABEL_MAX = 75;
export const BUTTON_VALUE_MAX = 2000;
export const URL_MAX = 3000;
/** The header row is one of them. */
export const TABLE_ROWS_MAX = 100;
export const TABLE_COLUMNS_MAX = 20;
export const TABLES_MAX = 1;
export const CHARTS_MAX = 2;
export const CHART_TITLE_MAX = 50;
export const CHART_LABEL_MAX = 20;
export const CHART_POINTS_MAX = 15;
/** No documented limits, these three; as much as anybody reads. */
export const LIST_ITEMS_MAX = 100;
export const ITEM_TEXT_MAX = 1000;
export const CELL_TEXT_MAX = 200;
/**
 * Of a whole message. Slack refuses `msg_blocks_too_long` from about 12,000 characters on, containers included:
 * https://github.com/slackapi/bolt-js/issues/2509, https://github.com/slackapi/bolt-js/issues/2867
 */
export const MESSAGE_TEXT_MAX = 9000;
