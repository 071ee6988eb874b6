import { resolveContact } from '../contacts/resolve-contact.ts';
import type { Direction } from '../domain/enforcement.ts';
import type { Message } from '../domain/message.ts';
import type { UserLabel } from '../domain/ram-user.ts';
import { enforceConfirmed } from '../enforcement/confirm.ts';
import { type ConfirmationRow, findConfirmation, useConfirmation } from '../store/confirmations.ts';
import { findRamUser } from '../store/ram-users.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { type StartConfirmedDeps, startConfirmed } from './start-confirmed.ts';

type ConfirmDeps = StartConfirmedDeps & Pick<CommandDeps, 'contactRules' | 'enforcement'>;

/** What the button stands for. The right to it was checked again before this runs. */
export const confirm: Command = {
  usage: 'confirm <code>',
  words: { min: 1, max: 1 },
  async run(deps: ConfirmDeps, call) {
    const [code = ''] = call.args;
    const row = await findConfirmation(deps.db, code.toUpperCase());
    const invalid = whyInvalid(row, call, deps.clock.now());
    if (row === undefined || invalid !== null) {
      return call.texts.reply.confirmationInvalid({ reason: invalid ?? 'unknown_code' });
    }
    if (!(await useConfirmation(deps.db, row.code, deps.clock.now()))) {
      return call.texts.reply.confirmationInvalid({ reason: 'used' });
    }
    return row.kind === 'start' ? startConfirmed(deps, call, row.preview) : enforcePreviewed(deps, call, row);
  },
};

function whyInvalid(row: ConfirmationRow | undefined, call: CommandCall, now: number) {
  if (row === undefined) return 'unknown_code';
  const isTheirs = row.actorChat === call.actor.chat && row.actorMemberId === call.actor.memberId;
  if (!isTheirs) return 'not_yours';
  if (row.usedAt !== null) return 'used';
  return now > row.expiresAt ? 'expired' : null;
}

async function enforcePreviewed(
  deps: ConfirmDeps,
  call: CommandCall,
  { code, expiresAt, preview }: Extract<ConfirmationRow, { kind: Direction }>,
): Promise<Message> {
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
  return (await resolveContact(user, deps.contactRules, call.signal)).kind === 'found';
}
