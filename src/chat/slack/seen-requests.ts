/** Remembers which requests were handled: Slack may send one twice. */
export interface SeenRequests {
  hasSeen(requestId: string): boolean;
  markSeen(requestId: string): void;
}

const REMEMBERED_MAX = 1000;

/** The last thousand, for as long as the process lives. */
export function rememberRequests(): SeenRequests {
  const ids = new Set<string>();
  return {
    hasSeen: (requestId) => ids.has(requestId),
    markSeen(requestId) {
      ids.add(requestId);
      const [oldest] = ids;
      if (ids.size > REMEMBERED_MAX && oldest !== undefined) ids.delete(oldest);
    },
  };
}
