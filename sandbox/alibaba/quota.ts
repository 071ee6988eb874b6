/** Calls per second, counted per account and operation. */
export interface Quota {
  /** null = within the limit; else the milliseconds until a call may succeed. */
  take(key: string, callsPerSecond: number, nowMs: number): number | null;
}

export function createQuota(): Quota {
  const windows = new Map<string, { startedAtMs: number; calls: number }>();
  return {
    take: (key, callsPerSecond, nowMs) => {
      let window = windows.get(key);
      if (!window || nowMs - window.startedAtMs >= 1000) {
        window = { startedAtMs: nowMs, calls: 0 };
        windows.set(key, window);
      }
      window.calls += 1;
      if (window.calls <= callsPerSecond) return null;
      return Math.max(1, Math.ceil(window.startedAtMs + 1000 - nowMs));
    },
  };
}
