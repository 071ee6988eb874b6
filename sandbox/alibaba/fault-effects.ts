import { randomUUID } from 'node:crypto';
import { ApiError, noPermission } from './api-error.ts';
import { denialOf } from './authorization.ts';
import type { FaultRule } from './faults.ts';
import type { Call, Operation } from './operations/operation.ts';

type Fields = Readonly<Record<string, unknown>>;

export function throttled(status: number, retryAfterMs: number | null): ApiError {
  return new ApiError({
    status,
    code: 'Throttling.User',
    message: 'Request was denied due to user flow control.',
    retryAfterMs,
  });
}

/** The error a fault answers with in the vendor's form; null for faults of another kind. */
export function faultError(fault: FaultRule, call: Call, operation: Operation): ApiError | null {
  switch (fault.kind) {
    case 'throttle': {
      const retryAfterMs = fault.retryAfterMs === undefined ? 100 : fault.retryAfterMs;
      return throttled(call.cloud.undocumented.throttlingStatus, retryAfterMs);
    }
    case 'server_error': {
      const status = fault.status ?? 500;
      const code = status === 500 ? 'InternalError' : 'ServiceUnavailable';
      return new ApiError({ status, code, message: 'The request has failed due to a temporary failure.' });
    }
    case 'error':
      return new ApiError({ ...fault, message: fault.message ?? fault.code });
    case 'no_permission':
      return noPermission(denialOf(call, operation));
    default:
      return null;
  }
}

/** What a fault makes of a correct answer. */
export function spoil(fault: FaultRule, call: Call, fields: Fields): Fields {
  switch (fault.kind) {
    case 'repeat_marker':
      return { ...fields, IsTruncated: true, Marker: call.params.Marker ?? fields.Marker ?? 'MQ' };
    case 'endless_list':
      return { ...fields, IsTruncated: true, Marker: randomUUID() };
    case 'truncated_page':
      return halfList(fields);
    case 'omit':
      return without(fields, fault.field.split('.'));
    default:
      return fields;
  }
}

/** Lists stand in two wrappers: `Users.User[]`. */
function halfList(fields: Fields): Fields {
  const { Marker: _, ...rest } = fields;
  for (const [wrapper, value] of Object.entries(rest)) {
    const [name, items] = Object.entries(value ?? {}).find(([, inner]) => Array.isArray(inner)) ?? [];
    if (name === undefined || !Array.isArray(items)) continue;
    return {
      ...rest,
      IsTruncated: false,
      [wrapper]: { [name]: items.slice(0, Math.floor(items.length / 2)) },
    };
  }
  throw new Error('A truncated_page fault fits operations that answer with a list.');
}

function without(fields: Fields, [name = '', ...deeper]: readonly string[]): Fields {
  const { [name]: omitted, ...rest } = fields;
  if (deeper.length === 0 || typeof omitted !== 'object' || omitted === null) return rest;
  return { ...rest, [name]: without(omitted as Fields, deeper) };
}
