import type { BlockKitOptions } from './block-kit.ts';
import type { SandboxMessage } from './message.ts';
import type { RateLimits, Tier } from './rate-limits.ts';
import type { UploadedFiles } from './uploaded-files.ts';
import type { CallArguments } from './web-api-arguments.ts';
import type { Workspace } from './workspace.ts';

/** What differs between workspaces, and what Slack's documents leave open. */
export interface SandboxRules {
  readonly blockKit: BlockKitOptions;
  /** true: `metadata.message:read` is needed to read even one's own metadata. */
  readonly metadataNeedsScope: boolean;
  /** false: no conversation has a history. */
  readonly keepsMessages: boolean;
  /** false: the app's Messages tab is off, and it can send no direct message. */
  readonly messagesTab: boolean;
  /** false: the app's Home tab is off. */
  readonly homeTab: boolean;
}

/** Told of messages that may answer something a person typed or pressed. */
export interface ReplyListener {
  updated(message: SandboxMessage): void;
  shownOnlyTo(memberId: string, message: SandboxMessage): void;
}

/** What a method may use to answer one call. */
export interface CallContext {
  readonly workspace: Workspace;
  readonly rules: SandboxRules;
  readonly limits: RateLimits;
  readonly scopes: ReadonlySet<string>;
  readonly replies: ReplyListener;
  /** Any one of them will do. @throws {SlackApiError} missing_scope */
  requireScope(...anyOf: readonly string[]): void;
  readonly files: UploadedFiles;
  /** The whole address of a path here. */
  addressOf(path: string): string;
  /** A WebSocket URL for one connection. */
  newSocketUrl(): string;
}

export interface WebApiMethod {
  readonly name: string;
  readonly tier: Tier;
  readonly token: 'bot' | 'app' | 'none';
  /** Any one of them will do; none listed, none needed. */
  readonly scopes: readonly string[];
  /** The answer beside `ok`. @throws {SlackApiError} @throws {RateLimitedError} */
  handle(context: CallContext, args: CallArguments): Readonly<Record<string, unknown>>;
}
