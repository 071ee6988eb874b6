import type { Accounts } from '../alibaba/accounts.ts';
import type { Auditor } from '../audit/run-audit.ts';
import type { ChatRequest, FileMessenger, Messenger } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs, LocalInstant } from '../domain/clock.ts';
import type { Meanings } from '../domain/code-meaning.ts';
import type { CommandName } from '../domain/command.ts';
import type { Language, Message } from '../domain/message.ts';
import type { Role } from '../domain/permission.ts';
import type { Catalogue } from '../domain/texts/catalogue.ts';
import type { EnforcementDeps } from '../enforcement/enforcer.ts';
import type { Log } from '../log.ts';
import type { DigestSettings } from '../outreach/build-digest.ts';
import type { LiveCheck, ReaderLookup } from '../outreach/live-check.ts';
import type { OutlookDeps } from '../outreach/outlook.ts';
import type { PartBoard } from '../outreach/part-board.ts';
import type { QuotaDeps } from '../outreach/quota.ts';
import type { Actor } from '../store/activity.ts';
import type { Database } from '../store/database.ts';
import type { DatabasePlace } from '../store/database-place.ts';
import type { PostAudience } from '../store/posts.ts';

/** What commands work with. */
export interface CommandDeps extends OutlookDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly accounts: Accounts;
  readonly auditor: Auditor;
  readonly board: Pick<PartBoard, 'states'>;
  readonly meanings: Meanings;
  readonly readers: ReaderLookup;
  readonly newLiveCheck: () => LiveCheck;
  readonly enforcement: EnforcementDeps;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
  readonly fileMessengers: ReadonlyMap<ChatName, FileMessenger>;
  /** The database by a connection of its own, beside what is being written. */
  readonly openForReading: () => Promise<Database>;
  /** Where the database is. */
  readonly place: DatabasePlace;
  readonly monthlyQuotas: QuotaDeps['monthlyQuotas'];
  readonly settings: DigestSettings;
  readonly audiences: readonly PostAudience[];
  readonly newId: () => string;
  /** Six characters that are easy to read aloud. */
  readonly newCode: () => string;
  readonly nextAuditAt: () => EpochMs;
  /** Delivers what became due by a command without waiting for the next round. */
  readonly wakeDelivery: () => void;
}

/** One command being carried out for somebody. */
export interface CommandCall {
  readonly request: ChatRequest;
  readonly actor: Actor;
  readonly role: Role;
  readonly language: Language;
  readonly texts: Catalogue;
  /** What stands behind the command's name: as many words as it takes. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  /** An instant in the caller's zone. */
  local(at: EpochMs): LocalInstant;
}

export interface Command {
  /** `status [<user>|overdue|…]`, as help shows it. */
  readonly usage: string;
  /** How many words it takes behind its name; with any other number it only says how it is used. */
  readonly words: { readonly min: number; readonly max: number };
  /** Answers the caller; null when it has answered by itself. */
  run(deps: CommandDeps, call: CommandCall): Promise<Message | null>;
}

/** What people can ask. */
export type CommandTable = Readonly<Record<CommandName, Command>>;

/** How a command is written: the answer to words it does not take. */
export function usageOf(call: CommandCall, command: CommandName, { usage }: Command): Message {
  return call.texts.reply.usage({ command, usage });
}
