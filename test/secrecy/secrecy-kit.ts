import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCheck } from '../../src/command-line/run-check.ts';
import type { RunCheck } from '../../src/domain/check-line.ts';
import { createLog } from '../../src/log.ts';
import { overhear } from './overhear.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** By its text, or by its form where the vendor hands it out. */
type Recognisable = string | RegExp;

/** A provider between fake vendors, with what it knows and must keep to itself. */
export interface SecrecyDriver {
  /** Recognisable: keys, tokens, addresses, mobiles, names. */
  readonly secrets: readonly Recognisable[];
  /** Strikes all calls from now on. */
  strike(fault: string): void;
  relent(): void;
  /** One of each kind that the rest of the bot makes. */
  readonly calls: Readonly<Record<string, () => Promise<unknown>>>;
  /** What it consists of, and may be shown by a debugger or an error. */
  readonly provider: unknown;
  /** All that it logged, at the lowest level. */
  logged(): string;
  stop(): Promise<void>;
}

/** What every provider promises of what it knows, whatever the vendor does. */
export function describeSecrecy(
  name: string,
  faults: readonly string[],
  start: () => Promise<SecrecyDriver>,
): void {
  describe(`${name}: what it knows stays with it`, () => {
    let driver: SecrecyDriver;
    beforeAll(async () => {
      driver = await start();
    });
    afterAll(() => driver.stop());

    test.each(faults)('%s', async (fault) => {
      driver.strike(fault);
      const heard = overhear();
      const outcomes = await Promise.allSettled(Object.values(driver.calls).map((call) => call()));
      driver.relent();
      const told = { logged: driver.logged(), printed: heard.end(), shown: shownOf(driver.provider) };
      const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      const answers = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(failures.length, 'nothing failed').toBeGreaterThan(0);
      const seen = [...failures, ...answers.filter(isNoFind)].map(shownOf).join('\n');
      expectSecrecy({ ...told, outcomes: seen }, driver.secrets);
      expectSecrecy(inTheLog(failures), driver.secrets);
    });
  });
}

const WAIT_MS = 400;
/** Long enough on a machine at rest; where it is not, what is looked at is one more way to fail. */
export const soon = (): AbortSignal => AbortSignal.timeout(WAIT_MS);

/** As `doctor` looks, with less patience. */
export const lookSoon: RunCheck = (check) => runCheck({ ...check, look: () => check.look(soon()) });

/** By `where` it was found, so that a failure says what leaks and from where. */
export function expectSecrecy(
  places: Readonly<Record<string, string>>,
  secrets: readonly Recognisable[],
): void {
  for (const [where, text] of Object.entries(places)) {
    for (const secret of secrets) {
      const at = typeof secret === 'string' ? text.indexOf(secret) : text.search(secret);
      const around = text.slice(Math.max(0, at - 200), at + 200);
      expect(at, `${secret} in ${where}: …${around}…`).toBe(-1);
    }
  }
}

/** Somebody who was found is called by name. */
function isNoFind(answer: unknown): boolean {
  return !(typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'found');
}

/** In every way that somebody comes to see a value: by its parts, as text, as JSON. */
function shownOf(value: unknown): string {
  const parts = inspect(value, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null });
  const stack = value instanceof Error ? value.stack : '';
  return [parts, String(value), stack, asJson(value)].join('\n');
}

function asJson(value: unknown): string {
  const names = value instanceof Error ? Object.getOwnPropertyNames(value) : [];
  try {
    return `${JSON.stringify(value)}${names.length === 0 ? '' : JSON.stringify(value, names)}`;
  } catch {
    // It has a ring in it: its parts were shown.
    return '';
  }
}

/** Whatever level is set: each failure as the bot writes it down. */
function inTheLog(failures: readonly unknown[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    LOG_LEVELS.map((level) => {
      const lines: string[] = [];
      const log = createLog(level, { write: (line) => void lines.push(line) });
      for (const error of failures) {
        log.crashed({ error });
        log.jobFailed({ job: 'deliver', error });
        log.commandFailed({ chat: 'slack', memberId: 'U0', command: 'me', errorId: 'e', error });
      }
      return [`the log at ${level}`, lines.join('')];
    }),
  );
}
