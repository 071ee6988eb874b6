import { expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { createPatientRead, readFailure } from '../../../src/chat/transport/patient-read.ts';
import type { DeliveryFailure } from '../../../src/domain/delivery.ts';
import { InstantClock } from '../instant-clock.ts';

const never = new AbortController().signal;
const failure = (reason: DeliveryFailure, retryAfterMs: number | null = null) =>
  new DeliveryError({ reason, code: 'code', message: 'Refused.', retryAfterMs });

/** A call that fails so often with that, and what is waited for. */
function patient(error: Error, failures: number) {
  const clock = new InstantClock();
  const readPatiently = createPatientRead(clock, () => 0.5);
  let calls = 0;
  const call = async () => {
    calls += 1;
    if (calls <= failures) throw error;
    return 'answer';
  };
  const read = (signal = never) => readPatiently(call, signal).catch((reason: unknown) => reason);
  return { clock, read, calls: () => calls };
}

test.each([
  ['no answer', failure('ambiguous'), [1000, 2000, 4000]],
  ['not reached', failure('unavailable'), [1000, 2000, 4000]],
  ['asked for a pause without a time', failure('rate_limited'), [1000, 2000, 4000]],
  ['asked for a pause shorter than ours', failure('rate_limited', 10), [1000, 2000, 4000]],
  ['asked for two minutes, the longest', failure('rate_limited', 120_000), [120_000, 120_000, 120_000]],
])('%s: read again', async (_, error, sleeps) => {
  const { clock, read } = patient(error, 3);
  expect(await read()).toBe('answer');
  expect(clock.sleeps).toEqual(sleeps);
});

test.each([
  ['a longer pause', failure('rate_limited', 120_001)],
  ['a refusal', failure('configuration')],
  ['nobody', failure('recipient')],
  ['a defect of ours', new TypeError('a defect')],
])('%s: told at once', async (_, error) => {
  const { clock, read, calls } = patient(error, 1);
  expect(await read()).toBe(error);
  expect([calls(), clock.sleeps]).toEqual([1, []]);
});

test('not for ever', async () => {
  const error = failure('unavailable');
  const { read, calls } = patient(error, 100);
  expect(await read()).toBe(error);
  expect(calls()).toBe(5);
});

test('stopped while it waits: what it waited for, and no further call', async () => {
  const error = failure('unavailable');
  const { clock, read, calls } = patient(error, 1);
  const stopping = new AbortController();
  clock.sleep = async (_, signal) => {
    stopping.abort();
    signal?.throwIfAborted();
  };
  const thrown = await read(stopping.signal);
  expect(thrown).toBe(error);
  expect(readFailure(thrown, stopping.signal).code).toBe('aborted');
  expect(calls()).toBe(1);
});

test('stopped before: not even asked', async () => {
  const { read, calls } = patient(failure('unavailable'), 0);
  expect(await read(AbortSignal.abort())).toMatchObject({ code: 'aborted' });
  expect(calls()).toBe(0);
});

test('a clock that breaks is no failure of the vendor', async () => {
  const { clock, read } = patient(failure('unavailable'), 1);
  const broken = new RangeError('broken');
  clock.sleep = () => Promise.reject(broken);
  expect(await read()).toBe(broken);
});
