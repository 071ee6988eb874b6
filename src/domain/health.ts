import type { ChatName } from './chats.ts';
import type { EpochMs } from './clock.ts';
import { type AspectRecord, type PartName, type PartState, partKind } from './part.ts';
import type { AccountId } from './ram-user.ts';

/** How one part is, for whoever watches from outside. */
interface PartHealth {
  readonly status: 'working' | 'failing';
  /** Since when it fails; null while it works. */
  readonly since: EpochMs | null;
  readonly code: string | null;
}

export interface Health {
  readonly status: 'ok' | 'failing';
  readonly parts: ReadonlyMap<PartName, PartHealth>;
}

export interface HealthFacts {
  readonly now: EpochMs;
  readonly startedAt: EpochMs;
  /** What was seen of parts. */
  readonly states: readonly PartState[];
  /** Parts that are there whether anything was seen of them or not. */
  readonly known: readonly PartName[];
  readonly chats: readonly {
    readonly chat: ChatName;
    /** When anything came over its socket; null: not since the start. */
    readonly lastFrameAt: EpochMs | null;
    /** Since when a message has been due that nothing holds; null: none is. */
    readonly waitingSince: EpochMs | null;
  }[];
  readonly accounts: readonly { readonly accountId: AccountId; readonly lastCompleteAt: EpochMs | null }[];
  /** Where it was never read which accounts there are; null: it was. */
  readonly database: AspectRecord | null;
  /** The latest instant at which an audit was due. */
  readonly auditDueAt: EpochMs;
}

const MINUTE_MS = 60_000;
const SILENT_SOCKET_MS = 2 * MINUTE_MS;
const WAITING_MS = 30 * MINUTE_MS;
const AUDIT_WITHIN_MS = 120 * MINUTE_MS;

/** Does everything work that people rely on? Stricter than what admins are told: it is asked by machines, each minute. */
export function healthOf(facts: HealthFacts): Health {
  const parts = new Map<PartName, PartHealth>();
  for (const part of facts.known) parts.set(part, WORKING);
  for (const { accountId, lastCompleteAt } of facts.accounts) {
    parts.set(`account:${accountId}`, isAuditOverdue(lastCompleteAt, facts) ?? WORKING);
  }
  for (const one of facts.chats) parts.set(one.chat, chatHealth(one, facts));
  for (const state of facts.states) {
    if (state.status === 'failing') parts.set(state.part, failing(state.since, state.code));
  }
  if (facts.database !== null) parts.set('database', databaseHealth(facts.database));
  const isWell = [...parts].every(([part, { status }]) => status === 'working' || keepsNobodyWaiting(part));
  return { status: isWell ? 'ok' : 'failing', parts };
}

/**
 * Shown, and the next one is told all the same: where a spent month keeps the bot from sending, its chat fails too; by our own
 * count alone it may not be spent at all.
 */
function keepsNobodyWaiting(part: PartName): boolean {
  const { kind } = partKind(part);
  return kind === 'enforcement' || kind === 'quota';
}

/** Of a process that waits for its turn: only the database counts, and at once, since nothing else is left of it. */
export function healthWhileWaiting(database: AspectRecord | null): Health {
  const part = database === null ? WORKING : databaseHealth(database);
  return { status: part.status === 'failing' ? 'failing' : 'ok', parts: new Map([['database', part]]) };
}

function databaseHealth({ failedSince, code }: AspectRecord): PartHealth {
  return failedSince === null ? WORKING : failing(failedSince, code ?? 'unknown');
}

const WORKING: PartHealth = { status: 'working', since: null, code: null };

function failing(since: EpochMs, code: string): PartHealth {
  return { status: 'failing', since, code };
}

function chatHealth(
  { lastFrameAt, waitingSince }: HealthFacts['chats'][number],
  { now, startedAt }: HealthFacts,
): PartHealth {
  const heardAt = lastFrameAt ?? startedAt;
  if (lastFrameAt === null || now - heardAt > SILENT_SOCKET_MS) return failing(heardAt, 'no_frame');
  if (waitingSince !== null && now - waitingSince > WAITING_MS)
    return failing(waitingSince, 'messages_waiting');
  return WORKING;
}

function isAuditOverdue(
  lastCompleteAt: EpochMs | null,
  { now, startedAt, auditDueAt }: HealthFacts,
): PartHealth | null {
  const isFirst = lastCompleteAt === null;
  const dueAt = isFirst ? startedAt : auditDueAt;
  const isDone = !isFirst && lastCompleteAt >= auditDueAt;
  return isDone || now <= dueAt + AUDIT_WITHIN_MS ? null : failing(dueAt, 'audit_overdue');
}
