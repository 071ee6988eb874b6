import { type Profiler, Session } from 'node:inspector/promises';

/** Where the processor's time goes, by who asked for it. */
const SPENT_ON = [
  'signing (crypto)',
  'JSON',
  'zod',
  'SDK',
  'HTTP (undici)',
  'Node: sockets, timers, streams',
  'database',
  'garbage collection',
  'this bot',
  'other packages',
] as const;
export type SpentOn = (typeof SPENT_ON)[number];
/** Milliseconds. */
export type Spent = ReadonlyMap<SpentOn, number>;

const SAMPLE_EVERY_US = 500;

/** What `work` takes of the processor, sampled. */
export async function profiled(work: () => Promise<unknown>): Promise<Spent> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return spentIn(profile);
}

function spentIn({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Spent {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = new Map<number, SpentOn | null>();
  const spentOn = (id: number): SpentOn | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const node = byId.get(id);
    const own = node === undefined ? null : ownCategory(node);
    const parent = parents.get(id);
    // What has no file of its own, a built-in function, is its caller's.
    const found = own === 'caller' ? (parent === undefined ? null : spentOn(parent)) : own;
    known.set(id, found);
    return found;
  };
  const spent = new Map<SpentOn, number>(SPENT_ON.map((name) => [name, 0]));
  samples.forEach((id, index) => {
    const name = spentOn(id);
    if (name !== null) spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
  });
  return spent;
}

const PLACES: readonly (readonly [RegExp, SpentOn])[] = [
  [/node:internal\/crypto|node:crypto/, 'signing (crypto)'],
  [/node_modules\/zod\//, 'zod'],
  [/node_modules\/(@alicloud|@darabonba|httpx)\//, 'SDK'],
  [/node_modules\/undici\//, 'HTTP (undici)'],
  [/^node:/, 'Node: sockets, timers, streams'],
  [/node_modules\/(kysely|better-sqlite3|pg[\w-]*)\//, 'database'],
  [/node_modules\//, 'other packages'],
  [/\/src\//, 'this bot'],
];

/** null: nothing was done. */
function ownCategory({ callFrame: { functionName, url } }: Profiler.ProfileNode): SpentOn | 'caller' | null {
  if (functionName === '(idle)' || functionName === '(root)') return null;
  if (functionName === '(garbage collector)') return 'garbage collection';
  // Between two functions: what the system does for the sockets.
  if (functionName === '(program)') return 'Node: sockets, timers, streams';
  if (url === '') return functionName === 'parse' || functionName === 'stringify' ? 'JSON' : 'caller';
  return PLACES.find(([place]) => place.test(url))?.[1] ?? 'other packages';
}
