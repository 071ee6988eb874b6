export interface BenchOptions {
  /** Leaves out what takes more than a few minutes. */
  readonly quick: boolean;
  /** Tells on standard error what is going on. */
  readonly note: (words: string) => void;
}

/** One question that is answered by measuring, never without the baseline of the same run. */
export interface Bench {
  readonly name: string;
  /** Markdown for standard output. */
  run(options: BenchOptions): Promise<string>;
}
