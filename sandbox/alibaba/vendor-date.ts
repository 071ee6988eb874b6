/** `2026-11-24T04:09:11Z`: the vendor's dates have no fractions. */
export function vendorDate(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
