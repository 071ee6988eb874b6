import { expect, test } from 'vitest';
import { chunksOf } from '../../src/audit/chunks.ts';

test('between some of many and the next, everything else has its turn', async () => {
  const seen: (number | string)[] = [];
  setImmediate(() => seen.push('something else'));
  const many = Array.from({ length: 401 }, (_, index) => index);
  for await (const some of chunksOf(many)) seen.push(some.length);
  expect(seen).toEqual([200, 'something else', 200, 1]);
});
