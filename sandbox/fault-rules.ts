import type { Random } from './random.ts';

/** How often a fault strikes, of the calls it meets. */
export interface FaultCount {
  /** Lets this many through first. */
  readonly skip?: number;
  /** Then strikes this many. */
  readonly times?: number;
  /** Chance per call, 0 to 1, by the sandbox's seed. */
  readonly probability?: number;
}

export interface FaultRules<Rule> {
  add(rule: Rule): SwitchedFault;
  clear(): void;
  /** The first rule that strikes this call, if one does. */
  next(meets: (rule: Rule) => boolean): Rule | null;
}

export interface SwitchedFault {
  /** Calls that were struck. */
  readonly fired: number;
  remove(): void;
}

interface ActiveRule<Rule> {
  readonly rule: Rule;
  seen: number;
  fired: number;
}

/** A rule without `times` strikes `timesUntold`. */
export function createFaultRules<Rule extends FaultCount>(
  random: Random,
  timesUntold: (rule: Rule) => number,
): FaultRules<Rule> {
  let active: readonly ActiveRule<Rule>[] = [];

  function strikes(one: ActiveRule<Rule>): boolean {
    const { skip = 0, times = timesUntold(one.rule), probability } = one.rule;
    one.seen += 1;
    if (one.seen <= skip || one.fired >= times) return false;
    if (probability !== undefined && random() >= probability) return false;
    one.fired += 1;
    return true;
  }

  return {
    add(rule) {
      const added: ActiveRule<Rule> = { rule, seen: 0, fired: 0 };
      active = [...active, added];
      return {
        get fired() {
          return added.fired;
        },
        remove() {
          active = active.filter((other) => other !== added);
        },
      };
    },
    clear() {
      active = [];
    },
    next: (meets) => active.find((one) => meets(one.rule) && strikes(one))?.rule ?? null,
  };
}

/** A fault that was asked for without more ado strikes once; a chance has no end. */
export function onceUnlessByChance({ probability }: FaultCount): number {
  return probability === undefined ? 1 : Number.POSITIVE_INFINITY;
}
