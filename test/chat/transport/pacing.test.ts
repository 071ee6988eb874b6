import { expect, test } from 'vitest';
import { createPacing, type Lane } from '../../../src/chat/transport/pacing.ts';
import { InstantClock } from '../instant-clock.ts';

const POSTS: Lane = { name: 'posts', gapMs: 1000 };
const READS: Lane = { name: 'reads', gapMs: 60 };
const never = new AbortController().signal;

test('calls of one lane keep their gap, whoever asks first, and lanes do not wait for each other', async () => {
  const clock = new InstantClock();
  const pace = createPacing(clock);
  await Promise.all([pace(POSTS, never), pace(POSTS, never), pace(POSTS, never)]);
  expect(clock.sleeps).toEqual([1000, 1000]);
  await pace(READS, never);
  expect(clock.sleeps).toHaveLength(2);
});

test('after a pause nobody waits', async () => {
  const clock = new InstantClock();
  const pace = createPacing(clock);
  await pace(POSTS, never);
  clock.advance(1000);
  await pace(POSTS, never);
  expect(clock.sleeps).toEqual([]);
});

test('a clock that was set back costs one gap, not a day', async () => {
  const clock = new InstantClock();
  const pace = createPacing(clock);
  await pace(POSTS, never);
  clock.advance(-24 * 60 * 60_000);
  await pace(POSTS, never);
  expect(clock.sleeps).toEqual([1000]);
});

test('stopped while others are before one: at once, told as not sent, and without taking a place', async () => {
  const clock = new InstantClock();
  const released = Promise.withResolvers<void>();
  const asleep = Promise.withResolvers<void>();
  clock.sleep = async () => {
    asleep.resolve();
    await released.promise;
    clock.advance(1000);
  };
  const pace = createPacing(clock);
  await pace(POSTS, never);
  const before = pace(POSTS, never);
  await asleep.promise;
  const stopping = new AbortController();
  const stopped = pace(POSTS, stopping.signal);
  stopping.abort();
  await expect(stopped).rejects.toMatchObject({ reason: 'unavailable', code: 'aborted' });
  released.resolve();
  await before;
  clock.advance(1000);
  clock.sleep = () => expect.unreachable();
  await pace(POSTS, never);
});
