/** In the order in which help shows them. */
export const COMMAND_NAMES = [
  'me',
  'not-needed',
  'not-me',
  'shared',
  'later',
  'away',
  'status',
  'history',
  'enforce',
  'unenforce',
  'audit',
  'start',
  'pause',
  'preview',
  'report',
  'remind',
  'exempt',
  'approve',
  'decline',
  'link',
  'erase',
  'confirm',
  'more',
  'here',
  'help',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** What `/mfa status` can list, beside showing everything in one line or one user. */
export const STATUS_LISTS = [
  'overdue',
  'unmapped',
  'unreachable',
  'exempt',
  'disputed',
  'away',
  'unknown',
  'unused',
  'dormant',
  'administrators',
  'held',
] as const;
export type StatusList = (typeof STATUS_LISTS)[number];
