import { createHash } from 'node:crypto';
import { CHAT_NAMES, type ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import { recordActivity } from '../store/activity.ts';
import type { Database } from '../store/database.ts';
import { VERSION } from '../version.ts';

export interface SettingsInForce {
  readonly messaging: 'on' | 'off';
  /** What was decided about when people are told, without a name of anybody. */
  readonly policy: Readonly<Record<string, unknown>>;
  readonly adminIds: ReadonlyMap<ChatName, ReadonlySet<string>>;
  /** All of it, names and what prints itself as [secret] included: only its hash is kept. */
  readonly configuration: unknown;
}

/** Settings change only by a start, so what is written at each says what held until the next. */
export async function recordStart(db: Database, at: EpochMs, settings: SettingsInForce): Promise<void> {
  const { messaging, policy, adminIds, configuration } = settings;
  const admins = CHAT_NAMES.flatMap((chat) =>
    [...(adminIds.get(chat) ?? [])].map((memberId) => ({ chat, memberId })),
  );
  await recordActivity(db, at, [
    { kind: 'started', detail: `${VERSION} ${digestOf(configuration)}` },
    { kind: 'policy_in_force', detail: JSON.stringify(policy, setsAsLists) },
    { kind: 'messaging_in_force', detail: messaging },
    ...admins.map((actor) => ({ kind: 'admin_in_force', actor }) as const),
  ]);
}

const digestOf = (configuration: unknown) =>
  createHash('sha256').update(JSON.stringify(configuration, setsAsLists)).digest('hex');

const setsAsLists = (_name: string, value: unknown) =>
  value instanceof Set || value instanceof Map ? [...value] : value;
