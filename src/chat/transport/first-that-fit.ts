/** As many items from the beginning as have room together, with how much of it they take. */
export function firstThatFit<Item>(
  items: readonly Item[],
  { size, room }: { readonly size: (item: Item) => number; readonly room: number },
): { readonly kept: readonly Item[]; readonly taken: number } {
  let taken = 0;
  const kept: Item[] = [];
  for (const item of items) {
    const next = taken + size(item);
    if (next > room) break;
    taken = next;
    kept.push(item);
  }
  return { kept, taken };
}
