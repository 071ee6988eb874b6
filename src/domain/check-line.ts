/** What one look showed. */
export interface CheckLine {
  /** What was looked at: `Slack bot token`. */
  readonly what: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

/** One look at something outside that changes nothing there. */
export interface Check {
  readonly what: string;
  /** What to do when it cannot even be looked at. */
  readonly remedy: string;
  look(signal: AbortSignal): Promise<readonly CheckLine[]>;
}

/** Carries out one check within the time it may take; what it throws becomes a line that failed. */
export type RunCheck = (check: Check) => Promise<readonly CheckLine[]>;

/** Everything one part of the bot can find out about what it was given, in the order in which it is shown. */
export type Checks = (run: RunCheck) => Promise<readonly CheckLine[]>;

export const ok = (what: string, detail: string): CheckLine => ({
  what,
  status: 'ok',
  detail,
  remedy: null,
});

export const warning = (what: string, detail: string, remedy: string): CheckLine => ({
  what,
  status: 'warning',
  detail,
  remedy,
});

export const failed = (what: string, detail: string, remedy: string): CheckLine => ({
  what,
  status: 'failed',
  detail,
  remedy,
});
