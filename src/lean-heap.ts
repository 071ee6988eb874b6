import { setFlagsFromString } from 'node:v8';

// An audit makes many short-lived objects. Left alone, V8 lets them pile up to several hundred megabytes before it looks.
// So young objects get little room, and the heap grows by a quarter between two full looks. Both are asked at each collection,
// which is why it is enough to say so before anything else is loaded (docs/benchmarks.md, "fleet").
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=25');
