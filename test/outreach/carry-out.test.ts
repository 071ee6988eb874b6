import { expect, test } from 'vitest';
import { seenThrough } from '../../src/outreach/carry-out.ts';

test('what is being sent is seen through until another process may be sending', async () => {
  const turn = new AbortController();
  const signal = await seenThrough({ turnLost: turn.signal });
  expect(signal.aborted).toBe(false);
  turn.abort();
  expect(signal.aborted).toBe(true);
});

test('a process that stood still looks first whether its turn is lost', async () => {
  const turn = new AbortController();
  setTimeout(() => turn.abort(), 5);
  const until = performance.now() + 20;
  while (performance.now() < until);
  const signal = await seenThrough({ turnLost: turn.signal });
  expect(signal.aborted).toBe(true);
});
