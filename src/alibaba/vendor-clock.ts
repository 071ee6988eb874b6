import { request } from 'undici';
import type { Clock } from '../domain/clock.ts';
import type { VendorClock } from './accounts.ts';
import type { Endpoints } from './endpoints.ts';
import type { Transport } from './transport.ts';

const ANSWER_MAX_MS = 10_000;

/** The time that any answer of Alibaba Cloud carries, whoever asks: no key is needed, and none is sent. */
export function createVendorClock(options: {
  readonly endpoints: Endpoints;
  readonly transport: Transport;
  readonly clock: Clock;
}): VendorClock {
  const { endpoints, transport, clock } = options;
  const { protocol, host } = endpoints.sts;
  return {
    async machineAheadMs(signal) {
      const sentAt = clock.now();
      const date = await dateOf(`${protocol}://${host}/`, transport, signal);
      const vendorNow = date === null ? Number.NaN : Date.parse(date);
      return Number.isNaN(vendorNow) ? null : (sentAt + clock.now()) / 2 - vendorNow;
    },
  };
}

async function dateOf(url: string, { dispatcher }: Transport, given: AbortSignal): Promise<string | null> {
  try {
    const signal = AbortSignal.any([given, AbortSignal.timeout(ANSWER_MAX_MS)]);
    const { headers, body } = await request(url, { dispatcher, signal });
    await body.dump();
    return typeof headers.date === 'string' ? headers.date : null;
  } catch {
    given.throwIfAborted();
    return null;
  }
}
