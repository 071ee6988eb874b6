import type { ServerResponse } from 'node:http';
import { answerBrokenly, HTML_PAGE } from '../broken-answers.ts';
import { type HttpAnswer, jsonAnswer, pageAnswer, send } from '../http-answer.ts';
import { OapiError, OpenApiError } from './dingtalk-error.ts';
import type { Family } from './endpoint-name.ts';
import type { FaultKind } from './faults.ts';

interface Exchange {
  readonly family: Family;
  readonly response: ServerResponse;
  /** Does what was asked. */
  readonly accept: () => HttpAnswer;
  readonly refuse: (refusal: OpenApiError | OapiError) => HttpAnswer;
}

/** The faults beside the gateway's own refusals. */
type OtherFault = Exclude<
  FaultKind,
  {
    readonly kind:
      | 'qps_403'
      | 'quota_403'
      | 'permission_403'
      | 'token_expired'
      | 'unsafe_url'
      | 'server_error'
      | 'endless_list';
  }
>;

/** Answers as the fault wants it. Returns the status sent, or null. */
export function answerThrough(fault: OtherFault, exchange: Exchange): number | null {
  const { response, accept, family } = exchange;
  switch (fault.kind) {
    case 'gateway_504':
      if (fault.accepted === true) accept();
      return send(response, family === 'oapi' ? exchange.refuse(OAPI_TIME_OUT) : GATEWAY_TIME_OUT);
    case 'ip_block':
      return send(response, fault.as === 'html' ? HTML_PAGE : BLOCK_JSON);
    case 'error':
      return send(response, exchange.refuse(chosenRefusal(fault, family)));
    default:
      return answerBrokenly(fault, response, accept);
  }
}

function chosenRefusal(
  fault: { readonly code: string; readonly status?: number },
  family: Family,
): OpenApiError | OapiError {
  return family === 'api'
    ? new OpenApiError(fault.status ?? 400, { code: fault.code, message: fault.code })
    : new OapiError(Number(fault.code), fault.code);
}

// https://open-dingtalk.github.io/developerpedia/docs/develop/best-practices/retry
const OAPI_TIME_OUT = new OapiError(15, '远程服务调用超时', 'isp.top-remote-connection-timeout');
const GATEWAY_TIME_OUT = pageAnswer(504, 'text/plain', 'Gateway Timeout');

// https://open.dingtalk.com/document/development/call-frequency-limit, which tells no status.
const BLOCKED = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'sandbox' };
const BLOCK_JSON = jsonAnswer(200, BLOCKED);
