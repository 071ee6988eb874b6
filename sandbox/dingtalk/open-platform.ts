import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpAnswer, jsonAnswer, send } from '../http-answer.ts';
import { readBody } from '../request-body.ts';
import { OapiError, OpenApiError } from './dingtalk-error.ts';
import type { CallContext, Endpoint } from './endpoint.ts';
import { type Family, familyOf } from './endpoint-name.ts';
import { ENDPOINTS } from './endpoint-table.ts';
import { FORM_BYTES, UPLOAD_BYTES_MAX } from './endpoints/media-upload.ts';
import { answerThrough } from './fault-effects.ts';
import { type FaultKind, type Faults, isGatewayRefusal } from './faults.ts';
import { gatewayRefusal } from './gateway-refusals.ts';
import { type IncomingCall, incomingCall, recordedArguments } from './incoming-call.ts';
import { randomHex, randomUuid } from './random-ids.ts';

/** One call as it came in, and what became of it. Tokens and secrets are left out. */
export interface RecordedRequest {
  /** Method and path. */
  readonly endpoint: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Epoch ms of the sandbox's clock. */
  readonly at: number;
  /** Counted against the month's quota. */
  metered: boolean;
  /** HTTP status sent; null when the connection was reset or left hanging. */
  status: number | null;
  /** DingTalk's `code`, sub_code or errcode; null when it did what was asked, whether or not the caller learnt of it. */
  error: string | null;
  readonly fault: FaultKind['kind'] | null;
}

export interface OpenPlatformParts {
  readonly context: CallContext;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
}

/** Answers a request to `api.dingtalk.com` or `oapi.dingtalk.com`. */
export async function answerRequest(
  parts: OpenPlatformParts,
  host: 'api' | 'oapi',
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const call = await incomingCall(request, url, await readBody(request, bytesMax(url.pathname)));
  const name = `${request.method} ${url.pathname}`;
  const endpoint = ENDPOINTS.get(name);
  const isHere = endpoint !== undefined && (familyOf(endpoint.name) === 'api') === (host === 'api');
  const fault = isHere ? parts.faults.take(endpoint.name, call.body) : null;
  const record: RecordedRequest = {
    endpoint: name,
    args: recordedArguments(call),
    at: parts.context.organisation.now(),
    metered: false,
    status: null,
    error: fault?.kind ?? null,
    fault: fault?.kind ?? null,
  };
  parts.requests.push(record);
  record.status = isHere
    ? answerCall(parts.context, { endpoint, call, fault, record, response })
    : send(response, notFound(parts.context, host, url.pathname));
  if (!isHere) record.error = 'not_found';
}

const bytesMax = (path: string) => (path === '/media/upload' ? UPLOAD_BYTES_MAX + FORM_BYTES : undefined);

interface Call {
  readonly endpoint: Endpoint;
  readonly call: IncomingCall;
  readonly fault: FaultKind | null;
  readonly record: RecordedRequest;
  readonly response: ServerResponse;
}

function answerCall(context: CallContext, made: Call): number | null {
  const { endpoint, fault, record, response } = made;
  const family = familyOf(endpoint.name);
  const refuse = (refusal: OpenApiError | OapiError): HttpAnswer => {
    record.error = refusal.code;
    return refusalAnswer(context, refusal);
  };
  const accept = (): HttpAnswer => {
    try {
      admit(context, made);
      const answer = endpoint.handle(context, fault?.kind === 'endless_list' ? firstPage(made) : made.call);
      record.error = null;
      return answer;
    } catch (error) {
      if (error instanceof OpenApiError || error instanceof OapiError) return refuse(error);
      // Not DingTalk's answer: what was asked is not modelled, and must not look like anything DingTalk says.
      record.error = `${endpoint.name}: ${String(error)}`;
      return jsonAnswer(501, { sandbox: record.error });
    }
  };
  if (fault === null) return send(response, accept());
  if (fault.kind === 'endless_list') return send(response, withAnotherPage(accept(), record));
  if (!isRefusingFault(fault)) return answerThrough(fault, { family, response, accept, refuse });
  if (fault.kind === 'token_expired') context.tokens.expire();
  const scopes = fault.kind === 'permission_403' ? (fault.requiredScopes ?? [endpoint.scope ?? '']) : [];
  return send(response, refuse(requireRefusal(fault.kind, family, scopes)));
}

const PAGE_SIZE = 100;

/** A cursor that a fault made up leads nowhere. */
const firstPage = ({ call, record }: Call): IncomingCall => ({
  ...call,
  body: JSON.stringify({ ...record.args, cursor: 0 }),
});

function withAnotherPage({ status, headers, body }: HttpAnswer, { args }: RecordedRequest): HttpAnswer {
  const page = JSON.parse(body);
  const result = { ...page.result, has_more: true, next_cursor: Number(args.cursor) + PAGE_SIZE };
  return { status, headers, body: JSON.stringify({ ...page, result }) };
}

type RefusingFault = Extract<FaultKind, { kind: Parameters<typeof gatewayRefusal>[0] }>;

function isRefusingFault(fault: FaultKind): fault is RefusingFault {
  return isGatewayRefusal(fault.kind);
}

function requireRefusal(...what: Parameters<typeof gatewayRefusal>): OpenApiError | OapiError {
  const refusal = gatewayRefusal(...what);
  if (refusal === null) throw new Error(`${what[1]} never answers ${what[0]}`);
  return refusal;
}

/** The gateway's checks, in the order in which they are told apart. */
function admit(context: CallContext, { endpoint, call, record }: Call): void {
  const family = familyOf(endpoint.name);
  if (endpoint.needsToken) {
    const token = sentToken(family, call);
    if (token === null) throw requireRefusal('token_missing', family);
    if (!context.tokens.isValid(token)) throw requireRefusal('token_expired', family);
  }
  const { scope } = endpoint;
  if (scope !== null && !context.organisation.app.scopes.includes(scope)) {
    throw requireRefusal('permission_403', family, [scope]);
  }
  if (family !== 'webhook' && !context.meters.admitCall(endpoint.name))
    throw requireRefusal('qps_403', family);
  if (!endpoint.isMetered) return;
  if (!context.meters.admitMeteredCall()) throw requireRefusal('quota_403', family);
  record.metered = true;
}

/** The old API takes it in the query or in a form, the new one in its header alone. */
function sentToken(family: Family, call: IncomingCall): string | null {
  if (family === 'api') return call.tokenHeader;
  const { access_token: inQuery } = call.query;
  if (inQuery !== undefined && inQuery !== '') return inQuery;
  return new URLSearchParams(call.body).get('access_token');
}

function refusalAnswer(context: CallContext, refusal: OpenApiError | OapiError): HttpAnswer {
  const { random } = context.organisation;
  if (refusal instanceof OpenApiError) {
    return jsonAnswer(refusal.status, {
      code: refusal.code,
      requestid: randomUuid(random).toUpperCase(),
      message: refusal.message,
      ...refusal.details,
    });
  }
  const { errcode, subCode, message } = refusal;
  return jsonAnswer(200, {
    errcode: context.undocumented.errcode === 'string' ? String(errcode) : errcode,
    ...(subCode === null
      ? { errmsg: message }
      : {
          sub_code: subCode,
          sub_msg: message,
          errmsg: `ding talk error[subcode=${subCode},submsg=${message}]`,
        }),
    request_id: randomHex(random, 12),
  });
}

function notFound(context: CallContext, host: 'api' | 'oapi', path: string): HttpAnswer {
  if (host === 'api') {
    const message = 'Specified api is not found, please check your url and method.';
    return refusalAnswer(context, new OpenApiError(404, { code: 'InvalidAction.NotFound', message }));
  }
  return refusalAnswer(context, new OapiError(22, `Invalid method[submsg=不合法ApiName，ApiName = ${path}]`));
}
