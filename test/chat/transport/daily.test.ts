import { expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { createDaily } from '../../../src/chat/transport/daily.ts';
import { InstantClock } from '../instant-clock.ts';

const DAY_MS = 24 * 60 * 60_000;
const never = new AbortController().signal;

/** Readings that are answered by hand, in their order. */
function byHand() {
  const clock = new InstantClock();
  const begun: PromiseWithResolvers<string>[] = [];
  const daily = createDaily((signal) => {
    const reading = Promise.withResolvers<string>();
    signal.addEventListener('abort', () => reading.reject(signal.reason), { once: true });
    begun.push(reading);
    return reading.promise;
  }, clock);
  return { clock, begun, daily };
}

const read = (value: string) => ({ kind: 'read', value });
const failed = (code: string) => ({ kind: 'failed', code, reason: 'unavailable' });

test('one reading for all who ask meanwhile, and for a day', async () => {
  const { clock, begun, daily } = byHand();
  const asked = [daily.read(never), daily.read(never)];
  expect(daily.known()).toBeNull();
  begun[0]?.resolve('everybody');
  expect(await Promise.all(asked)).toEqual([read('everybody'), read('everybody')]);
  clock.advance(DAY_MS - 1);
  expect(daily.known()).toBe('everybody');
  expect(await daily.read(never)).toEqual(read('everybody'));
  clock.advance(1);
  expect(daily.known()).toBeNull();
  const anew = daily.read(never);
  begun[1]?.resolve('one more');
  expect(await anew).toEqual(read('one more'));
});

test('a failure stands for a minute, and yesterday’s reading is no answer meanwhile', async () => {
  const { clock, begun, daily } = byHand();
  const first = daily.read(never);
  begun[0]?.resolve('everybody');
  await first;
  clock.advance(DAY_MS);
  const second = daily.read(never);
  begun[1]?.reject(new DeliveryError({ reason: 'unavailable', code: 'http_502', message: 'Away.' }));
  expect(await second).toEqual(failed('http_502'));
  clock.advance(59_999);
  expect(await daily.read(never)).toEqual(failed('http_502'));
  expect(daily.known()).toBeNull();
  clock.advance(1);
  const third = daily.read(never);
  begun[2]?.resolve('again');
  expect(await third).toEqual(read('again'));
});

test('the one who reads is stopped: the next one reads on, and the stop stands for nobody', async () => {
  const { begun, daily } = byHand();
  const stopping = new AbortController();
  const reader = daily.read(stopping.signal);
  const other = daily.read(never);
  stopping.abort();
  expect(await reader).toEqual(failed('aborted'));
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.resolve('everybody');
  expect(await other).toEqual(read('everybody'));
});

test('one who waits for another’s reading is stopped without it', async () => {
  const { begun, daily } = byHand();
  const reader = daily.read(never);
  const stopping = new AbortController();
  const waiting = daily.read(stopping.signal);
  stopping.abort();
  expect(await waiting).toEqual(failed('aborted'));
  begun[0]?.resolve('everybody');
  expect(await reader).toEqual(read('everybody'));
});

test('a defect is no failure of the vendor', async () => {
  const { begun, daily } = byHand();
  const asked = [daily.read(never), daily.read(never)].map((one) => one.catch((error: unknown) => error));
  const defect = new TypeError('a defect');
  begun[0]?.reject(defect);
  expect(await Promise.all(asked)).toEqual([defect, defect]);
});
