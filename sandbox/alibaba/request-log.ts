/** One request that reached the server, with what became of it. */
interface RecordedRequest {
  readonly atMs: number;
  /** As the answer named it. */
  readonly requestId: string;
  /** Whose resources were asked for; null when the caller was not recognised. */
  readonly accountId: string | null;
  readonly action: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string>>;
  /** `root`, `user/<name>`, `role/<name>/<session>`; null when not recognised. */
  readonly caller: string | null;
  readonly accessKeyId: string | null;
  /** null when the connection was cut or left hanging. */
  readonly status: number | null;
  /** The vendor's error code; null after a 200. */
  readonly code: string | null;
  /** The fault that was switched on for this request. */
  readonly fault: string | null;
}

export interface RequestLog {
  readonly entries: readonly RecordedRequest[];
  /** How many requests asked for this action, whatever became of them. */
  count(action: string): number;
  clear(): void;
}

export interface WritableRequestLog extends RequestLog {
  add(entry: RecordedRequest): void;
}

export function createRequestLog(): WritableRequestLog {
  const entries: RecordedRequest[] = [];
  const counts = new Map<string, number>();
  return {
    entries,
    count: (action) => counts.get(action) ?? 0,
    clear: () => {
      entries.length = 0;
      counts.clear();
    },
    add: (entry) => {
      entries.push(entry);
      counts.set(entry.action, (counts.get(entry.action) ?? 0) + 1);
    },
  };
}
