import type { Selectable } from 'kysely';
import { z } from 'zod';
import { CHAT_NAMES } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EnforcePreview, Previewed, StartPreview } from '../domain/confirmation.ts';
import type { ErasePreview } from '../domain/erasure.ts';
import type { Actor } from './activity.ts';
import type { Store } from './database.ts';
import { type JsonColumn, jsonColumn, storedAccountId, storedUserId } from './json-column.ts';
import type { ConfirmationTable } from './schema.ts';

/** A question an admin was asked, with what exactly was shown. */
export type ConfirmationRow = Omit<Selectable<ConfirmationTable>, 'kind' | 'preview'> & Previewed;

const userLabel = z.object({
  account: z.object({ accountId: storedAccountId, alias: z.string().nullable() }),
  userId: storedUserId,
  userName: z.string(),
  logonName: z.string(),
  isAdministrator: z.boolean(),
});
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const id = z.number();

const enforcePreview: JsonColumn<EnforcePreview> = jsonColumn(
  'confirmation.preview',
  z.object({ direction: z.enum(['enforce', 'unenforce']), users: list(userLabel) }),
);
const startPreview: JsonColumn<StartPreview> = jsonColumn(
  'confirmation.preview',
  z.object({
    pauseId: id.nullable(),
    holds: list(z.object({ holdId: id, absentUserIds: list(storedUserId) })),
    pilot: list(z.object({ user: userLabel, holdId: id })).nullable(),
  }),
);

const erasePreview: JsonColumn<ErasePreview> = jsonColumn(
  'confirmation.preview',
  z.object({ chat: z.enum(CHAT_NAMES), memberId: z.string(), users: list(userLabel) }),
);

function confirmationOf({ kind, preview, ...row }: Selectable<ConfirmationTable>): ConfirmationRow {
  switch (kind) {
    case 'start':
      return { ...row, kind, preview: startPreview.read(preview) };
    case 'erase':
      return { ...row, kind, preview: erasePreview.read(preview) };
    case 'enforce':
    case 'unenforce':
      return { ...row, kind, preview: enforcePreview.read(preview) };
    default:
      return kind satisfies never;
  }
}

function storedPreview(shown: Previewed): string {
  if (shown.kind === 'start') return startPreview.write(shown.preview);
  return shown.kind === 'erase' ? erasePreview.write(shown.preview) : enforcePreview.write(shown.preview);
}

export async function insertConfirmation(
  store: Store,
  confirmation: Previewed & {
    readonly code: string;
    readonly actor: Actor;
    readonly createdAt: EpochMs;
    readonly expiresAt: EpochMs;
  },
): Promise<void> {
  await store
    .insertInto('confirmation')
    .values({
      code: confirmation.code,
      kind: confirmation.kind,
      actorChat: confirmation.actor.chat,
      actorMemberId: confirmation.actor.memberId,
      preview: storedPreview(confirmation),
      createdAt: confirmation.createdAt,
      expiresAt: confirmation.expiresAt,
      usedAt: null,
    })
    .execute();
}

export async function findConfirmation(store: Store, code: string): Promise<ConfirmationRow | undefined> {
  const row = await store.selectFrom('confirmation').selectAll().where('code', '=', code).executeTakeFirst();
  return row && confirmationOf(row);
}

/** Valid once: false when somebody, or a second press, was first. */
export async function useConfirmation(store: Store, code: string, at: EpochMs): Promise<boolean> {
  const result = await store
    .updateTable('confirmation')
    .set({ usedAt: at })
    .where('code', '=', code)
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
