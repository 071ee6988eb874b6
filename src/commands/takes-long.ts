import type { CommandCall } from './command.ts';

/** Fewer are answered before anybody wonders. */
const LONG_FROM = 20;
/** Calls about one user, at the pace that is kept. */
const SECONDS_A_USER = { reading: 0.5, changing: 1 } as const;

/** Said at once where many are to be read or changed, so that nobody asks again meanwhile. */
export async function sayThatItTakesLong(
  call: CommandCall,
  what: keyof typeof SECONDS_A_USER,
  count: number,
): Promise<void> {
  if (count < LONG_FROM) return;
  const minutes = Math.ceil((count * SECONDS_A_USER[what]) / 60);
  await call.request.reply(call.texts.reply.enforceBegun({ what, count, minutes }));
}
