/** The commands of the command line that take their configuration from here. */
export type ConfiguredCommand = 'serve' | 'audit' | 'audit --dry-run';

interface Requirements {
  /** TIMEZONE must be set, else UTC does. */
  readonly timeZone: boolean;
  /** At least one chat must be configured. */
  readonly chat: boolean;
}

/** What each command cannot do without. Reader credentials are never required: the vendor's default chain may have some. */
export const REQUIREMENTS: Readonly<Record<ConfiguredCommand, Requirements>> = {
  serve: { timeZone: true, chat: true },
  audit: { timeZone: true, chat: true },
  'audit --dry-run': { timeZone: false, chat: false },
};
