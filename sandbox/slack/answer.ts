import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answerBrokenly, SERVER_ERROR } from '../broken-answers.ts';
import { type HttpAnswer, jsonAnswer, send } from '../http-answer.ts';
import type { FaultKind } from './faults.ts';

/** Answers as the fault wants it, after `accept` has done what was asked, if the fault lets it. Returns the status sent, or null. */
export function answerThrough(
  fault: FaultKind | null,
  response: ServerResponse,
  accept: () => HttpAnswer,
): number | null {
  if (fault === null) return send(response, accept());
  switch (fault.kind) {
    case 'rate_limited':
      return send(response, rateLimitedAnswer(fault.retryAfterSeconds));
    case 'error':
      return send(response, jsonAnswer(200, { ok: false, error: fault.code }));
    case 'server_error':
      return send(response, SERVER_ERROR);
    case 'endless_list':
      return send(response, withAnotherPage(accept()));
    default:
      return answerBrokenly(fault, response, accept);
  }
}

function withAnotherPage({ status, headers, body }: HttpAnswer): HttpAnswer {
  const page = { ...JSON.parse(body), response_metadata: { next_cursor: randomUUID() } };
  return { status, headers, body: JSON.stringify(page) };
}

export function rateLimitedAnswer(retryAfterSeconds: number): HttpAnswer {
  return jsonAnswer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfterSeconds) });
}
