const FIRST_ROW = /^[1-9]\d{0,5}$/u;

/** Where a long list begins: the number behind it, 1 where there is none; null when it is no number. */
export function firstRow(typed: string | undefined): number | null {
  if (typed === undefined) return 1;
  return FIRST_ROW.test(typed) ? Number(typed) : null;
}
