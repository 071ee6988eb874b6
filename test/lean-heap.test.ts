import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const LEAN_HEAP = pathToFileURL(join(import.meta.dirname, '../src/lean-heap.ts')).href;

/** Keeps many objects for a while, as answers under way are, and tells how much room young ones have had, in megabytes. */
const BUSY = `
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
const young = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1024 / 1024;
let most = 0;
async function work(rounds, isEnough) {
  let kept = [];
  for (let round = 0; round < rounds && !isEnough(); round += 1) {
    kept = [...kept.slice(-100), Array.from({ length: 300 }, (_, index) => ({ round, index }))];
    most = Math.max(most, young());
    if (round % 10 === 0) await nextTurn();
  }
}
const says = [young()];
await work(100_000, () => most >= 16);
says.push(most);
// Timers come in their order: by then the program has looked.
await delay(500);
most = young();
const before = most;
await work(3_000, () => false);
says.push(most - before);
console.log(JSON.stringify(says));
`;

test('young objects get little room while the program is loaded, more when it works, and then no more', () => {
  const words = ['--import', LEAN_HEAP, '--input-type=module', '--eval', BUSY];
  const says = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as number[];
  const [loaded = 0, atWork = 0, more = 0] = says;
  expect(loaded).toBeLessThanOrEqual(4);
  expect(atWork).toBeGreaterThanOrEqual(16);
  expect(more).toBeLessThanOrEqual(0);
});
