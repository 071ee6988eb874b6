import { expect, test } from 'vitest';
import { SEED, walk } from './walk.ts';

const LONG_MS = 10 * 60_000;

test(
  'sixty days of thirty people: the app and its rules written a second time agree on every notice',
  async () => {
    const walked = await walk({ days: 60, people: 30, seed: SEED });
    expect(walked.disagreement).toBeNull();
    expect(walked.messages).toBeGreaterThan(30);
    // What the walk does not meet it says nothing about.
    expect(Object.entries(walked.met).filter(([, count]) => count === 0)).toEqual([]);
  },
  LONG_MS,
);
