export interface SeenRequests {
  /** False when this request was taken before: Slack may send one twice. */
  takeOnce(requestId: string): boolean;
}

const REMEMBERED_MAX = 1000;

/** Remembers the last thousand, for as long as the process lives: over a restart Slack sends none again. */
export function rememberRequests(): SeenRequests {
  const ids = new Set<string>();
  return {
    takeOnce(requestId) {
      if (ids.has(requestId)) return false;
      ids.add(requestId);
      const [oldest] = ids;
      if (ids.size > REMEMBERED_MAX && oldest !== undefined) ids.delete(oldest);
      return true;
    },
  };
}
