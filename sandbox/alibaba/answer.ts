import type { ApiError } from './api-error.ts';

/** What goes back to the client; `null` in its place means the client gets nothing. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The vendor's error code; null after a 200. */
  readonly code: string | null;
}

export function jsonAnswer(requestId: string, fields: Readonly<Record<string, unknown>>): Answer {
  return {
    status: 200,
    headers: jsonHeaders(requestId),
    body: JSON.stringify({ RequestId: requestId, ...fields }),
    code: null,
  };
}

export function errorAnswer(requestId: string, host: string, error: ApiError): Answer {
  const retryAfter = error.retryAfterMs === null ? {} : { 'x-acs-retry-after': String(error.retryAfterMs) };
  return {
    status: error.status,
    headers: { ...jsonHeaders(requestId), ...retryAfter },
    body: JSON.stringify({
      RequestId: requestId,
      HostId: host,
      Code: error.code,
      Message: error.message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}`,
      ...(error.accessDeniedDetail && { AccessDeniedDetail: error.accessDeniedDetail }),
    }),
    code: error.code,
  };
}

/** What a gateway in between sends: not JSON, and no error code. */
export function gatewayPage(): Answer {
  return {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
    code: null,
  };
}

export function emptyAnswer(requestId: string): Answer {
  return { status: 200, headers: jsonHeaders(requestId), body: '', code: null };
}

function jsonHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId };
}
