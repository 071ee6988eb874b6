import { contactOf } from '../contacts/contact-of.ts';
import { type ConfirmationRefusal, whyNotConfirmed } from '../domain/confirmation.ts';
import type { Direction } from '../domain/enforcement.ts';
import type { Message } from '../domain/message.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { enforceConfirmed } from '../enforcement/confirm.ts';
import { countRefusedCodes, recordActivity } from '../store/activity.ts';
import { type ConfirmationRow, findConfirmation, useConfirmation } from '../store/confirmations.ts';
import { findRamUser } from '../store/ram-users.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { eraseConfirmed } from './erase.ts';
import { type StartConfirmedDeps, startConfirmed } from './start-confirmed.ts';
import { sayThatItTakesLong } from './takes-long.ts';

type ConfirmDeps = StartConfirmedDeps &
  Pick<CommandDeps, 'audiences' | 'contactRules' | 'enforcement' | 'newCode'>;

/** Wrong codes count for as long as a question stands. */
const GUESSES_COUNT_FOR_MS = 5 * 60_000;

/** What the button stands for. The right to it was checked again before this runs. */
export const confirm: Command = {
  usage: 'confirm <code>',
  words: { min: 1, max: 1 },
  async run(deps: ConfirmDeps, call) {
    const [code = ''] = call.args;
    const asked = await findAsked(deps, call, code);
    if (asked.kind === 'answer') return asked.message;
    const { row } = asked;
    if (!(await useConfirmation(deps.db, row.code, deps.clock.now()))) return refused(deps, call, 'used');
    switch (row.kind) {
      case 'start':
        return startConfirmed(deps, call, row.preview);
      case 'erase':
        return eraseConfirmed(deps, call, row.preview);
      case 'enforce':
      case 'unenforce':
        return enforcePreviewed(deps, call, row);
      default:
        return row satisfies never;
    }
  },
};

export type Asked =
  | { readonly kind: 'asked'; readonly row: ConfirmationRow }
  | { readonly kind: 'answer'; readonly message: Message };

/** What the caller was asked under a code; a code of nobody's or of somebody else's is counted as a guess. */
export async function findAsked(
  deps: Pick<CommandDeps, 'db' | 'clock'>,
  call: CommandCall,
  code: string,
): Promise<Asked> {
  const now = deps.clock.now();
  const row = await findConfirmation(deps.db, code.toUpperCase());
  const wrongCodes = await countRefusedCodes(deps.db, call.actor, now - GUESSES_COUNT_FOR_MS);
  const invalid = whyNotConfirmed(row, call.actor, { now, wrongCodes });
  return row === undefined || invalid !== null
    ? { kind: 'answer', message: await refused(deps, call, invalid ?? 'unknown_code') }
    : { kind: 'asked', row };
}

async function refused(
  deps: Pick<CommandDeps, 'db' | 'clock'>,
  call: CommandCall,
  reason: ConfirmationRefusal,
): Promise<Message> {
  const { actor } = call;
  await recordActivity(deps.db, deps.clock.now(), [{ kind: 'code_refused', actor, detail: reason }]);
  return call.texts.reply.confirmationInvalid({ reason });
}

async function enforcePreviewed(
  deps: ConfirmDeps,
  call: CommandCall,
  { code, expiresAt, preview }: Extract<ConfirmationRow, { kind: Direction }>,
): Promise<Message> {
  await sayThatItTakesLong(call, 'changing', preview.users.length);
  const { results, left } = await enforceConfirmed(deps.enforcement, {
    preview,
    actor: call.actor,
    confirmationCode: code,
    expiresAtMs: expiresAt,
    signal: call.signal,
  });
  deps.wakeDelivery();
  const told = await Promise.all(
    results.map(async (result) => ({
      ...result,
      personTold: result.isToldOf && (await canBeTold(deps, call, result.user)),
    })),
  );
  return call.texts.reply.enforceResult({ direction: preview.direction, results: told, left });
}

/** Is there anybody the notice can go to? Otherwise the admin has to tell the person. */
async function canBeTold(deps: ConfirmDeps, call: CommandCall, label: UserLabel): Promise<boolean> {
  const { userId, account } = label;
  const user = await findRamUser(deps.db, { userId, accountId: account.accountId });
  if (user === undefined || deps.policy.messaging === 'off') return false;
  return (await contactOf(deps, user, call.signal)).kind === 'found';
}
