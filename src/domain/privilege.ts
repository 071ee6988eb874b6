/** One statement of a policy, as far as it matters whether it allows everything. */
export interface PolicyStatement {
  readonly effect: 'allow' | 'deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** It has parts that narrow it: a condition, or anything else that is not read here. */
  readonly isNarrowed: boolean;
}

/** A policy that reaches a user. */
export interface AttachedPolicy {
  readonly policyName: string;
  readonly isVendors: boolean;
  /** The group it comes by; null: attached to the user. */
  readonly groupName: string | null;
  /** Of the account's own policies; null: could not be read, or is the vendor's. */
  readonly statements: readonly PolicyStatement[] | null;
}

/** What was read of a user's policies. */
export interface RightsReading {
  readonly policies: readonly AttachedPolicy[];
  /** The vendor's code where not all of it could be read. */
  readonly errorCode: string | null;
}

export type Privilege =
  | { readonly kind: 'administrator'; readonly policyName: string; readonly groupName: string | null }
  | { readonly kind: 'ordinary' }
  /** The vendor's code. */
  | { readonly kind: 'unknown'; readonly code: string };

/** Known to be one; null: never asked for. */
export function isAdministrator({
  privilege,
}: {
  readonly privilege: Pick<Privilege, 'kind'> | null;
}): boolean {
  return privilege?.kind === 'administrator';
}

/** Who matters most first; the others stay in the order they are in. */
export function administratorsFirst<Item>(
  items: readonly Item[],
  isOne: (item: Item) => boolean,
): readonly Item[] {
  return highestFirst(items, (item) => Number(isOne(item)));
}

/** Administrators first, then whose password was seen to be enough; the others stay in the order they are in. */
export function mostAtRiskFirst<Item>(
  items: readonly Item[],
  riskOf: (item: Item) => { readonly isAdministrator: boolean; readonly isUsedWithoutMfa: boolean },
): readonly Item[] {
  return highestFirst(items, (item) => {
    const { isAdministrator, isUsedWithoutMfa } = riskOf(item);
    return 2 * Number(isAdministrator) + Number(isUsedWithoutMfa);
  });
}

function highestFirst<Item>(items: readonly Item[], rankOf: (item: Item) => number): readonly Item[] {
  return items.toSorted((one, other) => rankOf(other) - rankOf(one));
}

/** The vendor's policy that allows everything. */
const ADMINISTRATOR_ACCESS = 'AdministratorAccess';

/** Who may do everything, by the vendor's policy or by one equal to it. What could not be read leaves it open, never denies it. */
export function judgePrivilege({ policies, errorCode }: RightsReading): Privilege {
  const found = policies.find(allowsEverything);
  if (found !== undefined)
    return { kind: 'administrator', policyName: found.policyName, groupName: found.groupName };
  return errorCode === null ? { kind: 'ordinary' } : { kind: 'unknown', code: errorCode };
}

function allowsEverything({ isVendors, policyName, statements }: AttachedPolicy): boolean {
  if (isVendors) return policyName === ADMINISTRATOR_ACCESS;
  // One that also denies something is not equal to the vendor's.
  if (statements === null || statements.some(({ effect }) => effect === 'deny')) return false;
  return statements.some(
    ({ actions, resources, isNarrowed }) =>
      !isNarrowed && actions.some(isEverything) && resources.some(isEverything),
  );
}

/** `*`, and the longer ways to write it: `*:*`, `acs:*:*:*:*`. */
const isEverything = (pattern: string) => /^(acs:)?\*(:\*)*$/.test(pattern);
