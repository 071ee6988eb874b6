import { giveBackDays, loadLastingSilence } from '../audit/lasting-silence.ts';
import { recordDeletion } from '../audit/record-users.ts';
import { loadHistories } from '../audit/user-history.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { StartPreview } from '../domain/confirmation.ts';
import type { Message } from '../domain/message.ts';
import type { AccountId, UserId } from '../domain/ram-user.ts';
import type { StartResultModel } from '../domain/texts/layouts/start.ts';
import { listAccounts } from '../store/accounts.ts';
import { recordActivity } from '../store/activity.ts';
import { type CaseRow, listCasesClosedSince, listOpenCases } from '../store/cases.ts';
import type { Store } from '../store/database.ts';
import { endHold, listCurrentHolds, listReleasedUsers, releaseUser } from '../store/holds.ts';
import { accountLabel } from '../store/labels.ts';
import { endPause, findCurrentPause, type PauseRow } from '../store/pauses.ts';
import type { CommandCall, CommandDeps } from './command.ts';

export type StartConfirmedDeps = Pick<CommandDeps, 'db' | 'clock' | 'policy' | 'readers' | 'wakeDelivery'>;

interface Release {
  readonly at: EpochMs;
  readonly by: string;
}

/** Ends the pause and the holds that were shown, and gives back to everybody the days they lasted. */
export async function startConfirmed(
  deps: StartConfirmedDeps,
  call: CommandCall,
  preview: StartPreview,
): Promise<Message> {
  const release = { at: deps.clock.now(), by: call.actor.memberId };
  const gone = await confirmGone(deps, call, preview);
  const result = await deps.db.inTransaction((trx) =>
    preview.pilot === null
      ? releaseAll(trx, { deps, call, preview, release, gone })
      : releasePilot(trx, { deps, call, pilot: preview.pilot, release }),
  );
  deps.wakeDelivery();
  return call.texts.reply.started({ ...result, messagingOff: deps.policy.messaging === 'off' });
}

interface GoneUser {
  readonly accountId: AccountId;
  readonly userId: UserId;
}

/** Absence was shown; that somebody is deleted, only the vendor says. */
async function confirmGone(
  deps: StartConfirmedDeps,
  call: CommandCall,
  preview: StartPreview,
): Promise<readonly GoneUser[]> {
  const gone: GoneUser[] = [];
  for (const hold of await listCurrentHolds(deps.db)) {
    const shown = preview.holds.find((one) => one.holdId === hold.holdId);
    const { accountId } = hold;
    const reader = shown === undefined ? null : await deps.readers.readerOf(accountId, call.signal);
    for (const userId of shown?.absentUserIds ?? []) {
      const live = await reader?.readUser(userId, call.signal);
      if (live?.kind === 'deleted') gone.push({ accountId, userId });
    }
  }
  return gone;
}

type Result = Omit<StartResultModel, 'messagingOff'>;

async function releaseAll(
  trx: Store,
  ask: {
    readonly deps: StartConfirmedDeps;
    readonly call: CommandCall;
    readonly preview: StartPreview;
    readonly release: Release;
    readonly gone: readonly GoneUser[];
  },
): Promise<Result> {
  const { call, preview, release, gone } = ask;
  const silences: Silence[] = [];
  const pilot = await listReleasedUsers(trx);
  const releasedIds = new Set<AccountId>();
  for (const hold of await listCurrentHolds(trx)) {
    if (!preview.holds.some((shown) => shown.holdId === hold.holdId)) continue;
    if (!(await endHold(trx, hold.holdId, release))) continue;
    releasedIds.add(hold.accountId);
    silences.push({
      since: hold.since,
      // Who was released before by name was not held.
      covers: (file) => file.accountId === hold.accountId && !pilot.has(`${file.accountId}/${file.userId}`),
    });
    const activity = { kind: 'account_released', actor: call.actor, accountId: hold.accountId } as const;
    await recordActivity(trx, release.at, [activity]);
  }
  for (const user of gone) await closeGone(trx, user, release.at);
  const pause = await resume(trx, ask);
  if (pause !== null) silences.push({ since: pause.since, covers: () => true });
  await endSilences(trx, { ...ask, silences });
  const accounts = (await listAccounts(trx)).filter((account) => releasedIds.has(account.accountId));
  return {
    releasedAccounts: accounts.map(accountLabel),
    releasedUsers: [],
    pauseEnded: pause !== null,
    closedAbsent: gone.length,
  };
}

/** Ends the pause that was shown; null when there is none, or another one. */
async function resume(
  trx: Store,
  { call, preview, release }: { call: CommandCall; preview: StartPreview; release: Release },
): Promise<PauseRow | null> {
  const pause = await findCurrentPause(trx);
  if (pause === undefined || pause.pauseId !== preview.pauseId) return null;
  if (!(await endPause(trx, pause.pauseId, release))) return null;
  await recordActivity(trx, release.at, [{ kind: 'resumed', actor: call.actor }]);
  return pause;
}

/** A hold or a pause that ends now. */
interface Silence {
  readonly since: EpochMs;
  readonly covers: (file: CaseRow) => boolean;
}

/** Every due instant and deadline of who had been told moves by the length of the silence, in whole days. */
async function endSilences(
  trx: Store,
  ending: {
    readonly deps: StartConfirmedDeps;
    readonly silences: readonly Silence[];
    readonly release: Release;
  },
): Promise<void> {
  const { deps, silences, release } = ending;
  if (silences.length === 0) return;
  const { policy } = deps;
  const lastingSince = await loadLastingSilence(trx);
  const closed = await listCasesClosedSince(trx, Math.min(...silences.map(({ since }) => since)));
  for (const file of [...(await listOpenCases(trx)), ...closed]) {
    const theirs = silences.filter((silence) => silence.covers(file));
    if (theirs.length === 0) continue;
    // A hold and a pause at once silence a person once.
    const since = Math.min(...theirs.map((silence) => silence.since));
    const silence = { since, endedAt: release.at, lastingSince: lastingSince(file) };
    await giveBackDays(trx, file, { silence, policy });
  }
}

async function closeGone(trx: Store, user: GoneUser, now: EpochMs): Promise<void> {
  const histories = await loadHistories(trx, user.accountId, [user.userId]);
  await recordDeletion(trx, { key: user, history: histories.get(user.userId), now });
}

async function releasePilot(
  trx: Store,
  ask: {
    readonly deps: StartConfirmedDeps;
    readonly call: CommandCall;
    readonly pilot: NonNullable<StartPreview['pilot']>;
    readonly release: Release;
  },
): Promise<Result> {
  const { call, pilot, release } = ask;
  for (const { user, holdId } of pilot) {
    const key = { accountId: user.account.accountId, userId: user.userId };
    await releaseUser(trx, key, { holdId, ...release });
    await recordActivity(trx, release.at, [{ kind: 'user_released', actor: call.actor, ...key }]);
  }
  return {
    releasedAccounts: [],
    releasedUsers: pilot.map((one) => one.user),
    pauseEnded: false,
    closedAbsent: 0,
  };
}
