import { type DestinationStream, pino } from 'pino';
import pretty from 'pino-pretty';
import type { AccountId, UserId } from './domain/ram-user.ts';

type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * One helper per business event. Fields are ids, codes, counts and closed words: no secret, no name, no address, no text
 * that a person or a vendor wrote. Of an `error` only what and where is written.
 */
export interface Log {
  started(fields: { readonly version: string; readonly chats: readonly string[] }): void;
  /** `advice` is our own sentence and holds no value. */
  configurationDoubtful(fields: { readonly variable: string; readonly advice: string }): void;
  stopping(fields: { readonly signal: string }): void;
  stopped(): void;
  crashed(fields: { readonly error: unknown }): void;
  /** Another process is the active one. */
  waitingForTurn(): void;
  turnTaken(): void;
  /** Another process may be the active one by now: this one starts anew and waits. */
  turnLost(): void;
  /** A vendor does not accept what it took before: another process may try, and this one does again a little later. */
  turnGivenBack(fields: { readonly error: unknown }): void;
  databaseAway(fields: { readonly error: unknown }): void;
  databaseAnswers(): void;
  /** A minute was missed: the machine slept, or was too busy. */
  tickingComplained(fields: { readonly error: unknown }): void;
  jobFailed(fields: { readonly job: string; readonly error: unknown }): void;

  auditStarted(fields: { readonly runId: string; readonly trigger: string }): void;
  auditEnded(fields: { readonly runId: string; readonly complete: boolean; readonly accounts: number }): void;
  auditFailed(fields: { readonly runId: string; readonly code: string; readonly reason: string }): void;
  accountIncomplete(fields: {
    readonly accountId: AccountId;
    readonly reason: string | null;
    readonly code: string | null;
  }): void;
  /** One aspect of a part works, or fails, since now. */
  partChanged(fields: {
    readonly part: string;
    readonly aspect: string;
    readonly status: 'working' | 'failing';
    readonly code: string | null;
  }): void;
  vendorCallFailed(fields: { readonly vendor: string; readonly call: string; readonly code: string }): void;

  /** One try to say something: `outcome` is `sent`, or why it was not confirmed. */
  messageTried(fields: {
    readonly chat: string;
    readonly to: 'person' | 'channel';
    readonly outcome: string;
  }): void;
  /** One call to Alibaba Cloud. */
  vendorCalled(fields: { readonly action: string; readonly outcome: string }): void;

  /** A message to a person has an outcome: `state` as stored. */
  noticeSettled(fields: {
    readonly noticeKey: string;
    readonly state: string;
    readonly code: string | null;
  }): void;
  /** Said by what this database is an older copy of, and found in the conversation. */
  noticeRecalled(fields: { readonly noticeKey: string; readonly sentAt: number }): void;
  /** Due, and left for now or for good by the live check. */
  noticeNotSent(fields: { readonly noticeKey: string; readonly because: string }): void;
  digestBuilt(fields: {
    readonly date: string;
    readonly anyComplete: boolean;
    readonly compliant: number;
    readonly noncompliant: number;
    readonly unknown: number;
  }): void;
  /** A post to a channel or an admin, the digest among them, has an outcome. */
  postSettled(fields: {
    readonly postKey: string;
    readonly state: string;
    readonly code: string | null;
  }): void;
  enforcementSettled(fields: {
    readonly enforcementId: number;
    readonly accountId: AccountId;
    readonly userId: UserId;
    readonly outcome: string;
    readonly code: string | null;
  }): void;

  /** What is left of it is caught up with. */
  enforcementInterrupted(fields: { readonly enforcementId: number; readonly error: unknown }): void;

  chatConnectionChanged(fields: { readonly chat: string; readonly state: string }): void;
  /** Nobody was asked about it: it came twice, or from elsewhere. */
  requestIgnored(fields: { readonly chat: string; readonly because: string }): void;
  commandReceived(fields: CommandFields): void;
  commandRefused(fields: CommandFields): void;
  /** `errorId` is what the person was told. */
  commandFailed(fields: CommandFields & { readonly errorId: string; readonly error: unknown }): void;
}

interface CommandFields {
  readonly chat: string;
  readonly memberId: string;
  /** The command's name, never what was typed. */
  readonly command: string;
}

/** Writes to standard error, so that standard output stays free for answers: JSON lines, and words where somebody is looking. */
export function createLog(level: LogLevel, destination: DestinationStream = standardError()): Log {
  const logger = pino(
    {
      level,
      // The host's name is none of the ids that may be logged.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: traceOf },
    },
    destination,
  );
  const event = (severity: Exclude<LogLevel, 'silent'>, message: string) => (fields: object) =>
    logger[severity](fields, message);
  return {
    started: event('info', 'started'),
    configurationDoubtful: event('warn', 'configuration is probably not as meant'),
    stopping: event('info', 'stopping'),
    stopped: () => logger.info('stopped'),
    crashed: event('fatal', 'crashed'),
    waitingForTurn: () => logger.info('another process is active, waiting for the turn'),
    turnTaken: () => logger.info('this process is the active one'),
    turnLost: () => logger.warn('the lock on the database is lost'),
    turnGivenBack: event('error', 'turn given back'),
    databaseAway: event('error', 'database away'),
    databaseAnswers: () => logger.info('database answers again'),
    tickingComplained: event('warn', 'a tick was missed or late'),
    jobFailed: event('error', 'job failed'),

    auditStarted: event('info', 'audit started'),
    auditEnded: event('info', 'audit ended'),
    auditFailed: event('error', 'audit failed'),
    accountIncomplete: event('warn', 'account incomplete'),
    partChanged: event('warn', 'part changed'),
    vendorCallFailed: event('warn', 'vendor call failed'),

    messageTried: event('debug', 'message tried'),
    vendorCalled: event('trace', 'vendor called'),

    noticeSettled: event('info', 'notice settled'),
    noticeRecalled: event('warn', 'notice recalled'),
    noticeNotSent: event('info', 'notice not sent'),
    digestBuilt: event('info', 'digest built'),
    postSettled: event('info', 'post settled'),
    enforcementSettled: event('info', 'enforcement settled'),

    enforcementInterrupted: event('error', 'enforcement interrupted'),

    chatConnectionChanged: event('info', 'chat connection changed'),
    requestIgnored: event('info', 'request ignored'),
    commandReceived: event('info', 'command received'),
    commandRefused: event('warn', 'command refused'),
    commandFailed: event('error', 'command failed'),
  };
}

/** Synchronous: the last line before a crash is the one that is needed. */
function standardError(): DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ dest: 2, sync: true });
  const colorize = process.stderr.hasColors();
  return pretty({ colorize, destination: 2, sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss' });
}

const CAUSES_MAX = 5;
const FRAMES_MAX = 10;
const PRINTABLE_CODE = /^[\w.:-]{1,100}$/;

/** What and where, without the message: parsers and drivers quote the data they choke on. */
function traceOf(error: unknown): { readonly chain: readonly string[]; readonly frames: readonly string[] } {
  const errors = causesOf(error);
  const root = errors.at(-1);
  const lines = (root?.stack ?? '').replace(root?.message ?? '', '').split('\n');
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return {
    chain: errors.length === 0 ? [typeof error] : errors.map(nameOf),
    frames: frames.slice(0, FRAMES_MAX).map((line) => line.trim()),
  };
}

/** The error, what caused it, and so on. */
function causesOf(error: unknown): readonly Error[] {
  const errors: Error[] = [];
  for (let next = error; next instanceof Error && errors.length < CAUSES_MAX; next = next.cause) {
    errors.push(next);
  }
  return errors;
}

function nameOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return PRINTABLE_CODE.test(code) ? `${error.name} (${code})` : error.name;
}
