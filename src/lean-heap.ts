import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

// An audit makes many short-lived objects. Left alone, V8 lets them pile up to several hundred megabytes before it looks.
// So the heap grows by a fifth between two full looks, and young objects get this much room, in two halves: in less, most of
// what a call needs is taken for old, and collecting takes as long as the calls (docs/benchmarks.md, "fleet"). Only a flag of
// the command line could set that limit once for all. Few of the young survive: several threads take longer to share them out
// than one to copy them. All of these flags are asked at each collection.
const YOUNG_MAX_BYTES = 16 * 1024 * 1024;
const LOOK_EVERY_MS = 200;

setFlagsFromString('--heap-growing-percent=20');
setFlagsFromString('--no-parallel-scavenge');
// While the program is loaded, which leaves a lot behind, it does not grow.
growYoungBy(1);
setInterval(() => growYoungBy(youngBytes() < YOUNG_MAX_BYTES ? 2 : 1), LOOK_EVERY_MS).unref();

function growYoungBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
