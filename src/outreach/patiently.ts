import type { Clock } from '../domain/clock.ts';
import type { RestOfRun } from './carry-out.ts';

const TRIES_MAX = 3;

/** Tries again after each short pause that the vendor asks for; true when this chat can be told more in this run. */
export async function patiently(
  { clock }: { readonly clock: Clock },
  signal: AbortSignal,
  tryOnce: () => Promise<RestOfRun>,
): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const rest = await tryOnce();
    if (rest.kind !== 'waits') return rest.kind === 'goes_on';
    if (signal.aborted) return false;
    await clock.sleep(rest.forMs, signal).catch(() => undefined);
  }
  return false;
}
