import type { Previewed } from '../domain/confirmation.ts';
import type { Actor } from '../store/activity.ts';
import { insertConfirmation } from '../store/confirmations.ts';
import type { CommandDeps } from './command.ts';

export type ConfirmationDeps = Pick<CommandDeps, 'db' | 'clock' | 'newCode'>;

const CONFIRM_WITHIN_MINUTES = 5;

/** Remembers what an admin was shown, under a code that only this admin can use, once, for five minutes. */
export async function askForConfirmation(
  deps: ConfirmationDeps,
  ask: Previewed & { readonly actor: Actor },
): Promise<{ readonly code: string; readonly validMinutes: number }> {
  const createdAt = deps.clock.now();
  const code = deps.newCode();
  const expiresAt = createdAt + CONFIRM_WITHIN_MINUTES * 60_000;
  await insertConfirmation(deps.db, { code, ...ask, createdAt, expiresAt });
  return { code, validMinutes: CONFIRM_WITHIN_MINUTES };
}
