import { interceptStore } from '../faults/store-calls.ts';

/** By `--import` before the bot: counts what its drivers are asked for, and kills the process at the call it was told. */
let left = Number(process.env.CHAOS_KILL_AT_STORE_CALL ?? Number.POSITIVE_INFINITY);
let calls = 0;

const isReading = (sql: string) => /^\s*(select|pragma|begin|set|with)\b/i.test(sql);

interceptStore(({ sql }) => {
  // What only reads leaves the world as it was: dying before it is dying before whatever changes something next.
  if (isReading(sql)) return;
  calls += 1;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
});

process.on(
  'message',
  (order: { readonly killAtStoreCall?: number | null; readonly countStoreCalls?: true }) => {
    if (order.killAtStoreCall !== undefined) left = order.killAtStoreCall ?? Number.POSITIVE_INFINITY;
    if (order.countStoreCalls) process.send?.({ storeCalls: calls });
  },
);
