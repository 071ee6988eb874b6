/** Vendors may name any time: a message is not to wait for years, and nobody is asked again at once. */
const MIN_MS = 1000;
const MAX_MS = 60 * 60_000;

/** `Retry-After`, seconds or a date, in milliseconds; null for anything else. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs(header: string | null, now: number = Date.now()): number | null {
  const text = header?.trim() ?? '';
  const askedMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : HTTP_DATE.test(text)
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isNaN(askedMs) ? null : Math.min(Math.max(askedMs, MIN_MS), MAX_MS);
}

const HTTP_DATE = /^\w{3}, .* GMT$/;
