import type { Person, PersonLookup } from '../chat.ts';

/** Who has an address, by the address in lower case, whether or not they can be written to. */
export type AddressIndex = ReadonlyMap<string, readonly PersonLookup[]>;

export function indexByAddress(
  members: Iterable<{ readonly lookup: PersonLookup; readonly addresses: readonly string[] }>,
): AddressIndex {
  const index = new Map<string, PersonLookup[]>();
  for (const { lookup, addresses } of members) {
    for (const address of new Set(addresses.map(asIndexed).filter((one) => one !== ''))) {
      index.set(address, [...(index.get(address) ?? []), lookup]);
    }
  }
  return index;
}

/** Whom a message would reach; else who has the address and cannot be written to. */
export function findByAddress(index: AddressIndex, address: string): PersonLookup {
  const lookups = index.get(asIndexed(address)) ?? [];
  const found = lookups.filter((lookup) => lookup.kind === 'found');
  const [only] = found;
  if (found.length > 1) return { kind: 'ambiguous', memberIds: found.map(({ person }) => person.memberId) };
  return only ?? lookups.find(({ kind }) => kind !== 'none') ?? { kind: 'none' };
}

/** Whom a message would reach. */
export function peopleFound(lookups: Iterable<PersonLookup>): readonly Person[] {
  return [...lookups].flatMap((lookup) => (lookup.kind === 'found' ? [lookup.person] : []));
}

const asIndexed = (address: string): string => address.trim().toLowerCase();
