/** In the order in which help shows them. */
export const COMMAND_NAMES = [
  'me',
  'status',
  'history',
  'enforce',
  'unenforce',
  'audit',
  'start',
  'pause',
  'preview',
  'confirm',
  'here',
  'help',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** What `/mfa status` can list, beside showing everything in one line or one user. */
export const STATUS_LISTS = ['overdue', 'unmapped', 'unreachable', 'unknown', 'dormant', 'held'] as const;
export type StatusList = (typeof STATUS_LISTS)[number];
