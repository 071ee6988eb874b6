import type { Person, PersonLookup } from '../chat.ts';

/** Who has an address, by the address in lower case. */
export type AddressIndex = ReadonlyMap<string, readonly Person[]>;

export function indexByAddress(
  people: Iterable<{ readonly person: Person; readonly addresses: readonly string[] }>,
): AddressIndex {
  const index = new Map<string, Person[]>();
  for (const { person, addresses } of people) {
    for (const address of new Set(addresses.map(asIndexed).filter((one) => one !== ''))) {
      index.set(address, [...(index.get(address) ?? []), person]);
    }
  }
  return index;
}

export function findByAddress(index: AddressIndex, address: string): PersonLookup {
  const people = index.get(asIndexed(address)) ?? [];
  const [person] = people;
  if (person === undefined) return { kind: 'none' };
  if (people.length === 1) return { kind: 'found', person };
  return { kind: 'ambiguous', memberIds: people.map(({ memberId }) => memberId) };
}

const asIndexed = (address: string): string => address.trim().toLowerCase();
