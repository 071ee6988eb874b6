/** Chance that repeats itself for the same seed. */
export class Dice {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** As many as expected, one more or less. */
  times(expected: number): readonly number[] {
    const count = Math.floor(expected) + (this.chance(expected % 1) ? 1 : 0);
    return Array.from({ length: count }, (_, index) => index);
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to choose from');
    return item;
  }
}
