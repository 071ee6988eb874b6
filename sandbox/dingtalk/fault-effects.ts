import type { ServerResponse } from 'node:http';
import { OapiError, OpenApiError } from './dingtalk-error.ts';
import type { Family } from './endpoint-name.ts';
import type { FaultKind } from './faults.ts';
import { cutBody, type HttpAnswer, jsonAnswer, pageAnswer, reset, send } from './http-exchange.ts';

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
      | 'server_error';
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
      return send(response, fault.as === 'html' ? BLOCK_PAGE : BLOCK_JSON);
    case 'accept_then_500':
      accept();
      return send(response, SERVER_ERROR);
    case 'accept_then_reset':
      accept();
      return reset(response);
    case 'accept_then_hang':
      accept();
      return null;
    case 'accept_then_cut_body':
      return cutBody(response, accept());
    case 'reset_before':
      return reset(response);
    case 'html':
      if (fault.accepted === true) accept();
      return send(response, HTML_PAGE);
    case 'empty':
      if (fault.accepted === true) accept();
      return send(response, pageAnswer(200, 'application/json', ''));
    case 'error':
      return send(response, exchange.refuse(chosenRefusal(fault, family)));
    default:
      return fault satisfies never;
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
const SERVER_ERROR = pageAnswer(500, 'text/plain', 'Internal Server Error');
const PAGE = '<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>';
const HTML_PAGE = pageAnswer(200, 'text/html; charset=utf-8', PAGE);

// https://open.dingtalk.com/document/development/call-frequency-limit, which tells no status.
const BLOCKED = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'sandbox' };
const BLOCK_JSON = jsonAnswer(200, BLOCKED);
const BLOCK_PAGE = pageAnswer(200, 'text/html; charset=utf-8', PAGE);
