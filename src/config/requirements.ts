/** The commands of the command line that take their configuration from here. */
export type ConfiguredCommand = 'serve' | 'audit' | 'audit --dry-run' | 'doctor' | 'evidence';

interface Requirements {
  /** TIMEZONE must be set, else UTC does. */
  readonly timeZone: boolean;
  /** At least one chat must be configured. */
  readonly chat: boolean;
  /** Is advice about what is sent of use? */
  readonly advice: boolean;
}

/** What each command cannot do without. Reader credentials are never required: the vendor's default chain may have some. */
export const REQUIREMENTS: Readonly<Record<ConfiguredCommand, Requirements>> = {
  serve: { timeZone: true, chat: true, advice: true },
  audit: { timeZone: true, chat: true, advice: false },
  'audit --dry-run': { timeZone: false, chat: false, advice: false },
  // Says itself what is missing.
  doctor: { timeZone: false, chat: false, advice: true },
  // What is stored, read beside whatever runs.
  evidence: { timeZone: false, chat: false, advice: false },
};
