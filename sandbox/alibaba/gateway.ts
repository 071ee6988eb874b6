import type { AccountState } from './account-state.ts';
import { type Answer, emptyAnswer, errorAnswer, gatewayPage, jsonAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { authorize } from './authorization.ts';
import { callerName, identifyCaller } from './caller.ts';
import type { Cloud } from './cloud.ts';
import { faultError, spoil, throttled } from './fault-effects.ts';
import type { FaultRule, SwitchableFaults } from './faults.ts';
import type { ReceivedRequest } from './http-request.ts';
import type { Call, Operation } from './operations/operation.ts';
import { findOperation } from './operations/operation-table.ts';
import type { Params } from './params.ts';
import type { Quota } from './quota.ts';
import type { WritableRequestLog } from './request-log.ts';
import { type NonceRegister, readAuthorization, verifyDate, verifySignature } from './signature.ts';

export interface Gateway {
  readonly cloud: Cloud;
  readonly faults: SwitchableFaults;
  readonly log: WritableRequestLog;
  readonly nonces: NonceRegister;
  /** null = calls are not limited. */
  readonly quota: Quota | null;
  readonly quotaClock: () => number;
  readonly nextRequestId: () => string;
}

/** How a request ends: with an answer, or with the connection cut or left alone. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly delayMs: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'flood'; readonly bytes: number };

/** Checks, carries out and records one request, in the order a real gateway does. */
export function handle(gateway: Gateway, request: ReceivedRequest): Outcome {
  const requestId = gateway.nextRequestId();
  const trace: Trace = { requestId, call: null, accessKeyId: null, fault: null };
  let outcome: Outcome;
  try {
    outcome = carryOut(gateway, request, { requestId, trace });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const host = request.headers.host ?? '';
    outcome = { kind: 'answer', answer: errorAnswer(requestId, host, error), delayMs: delayOf(trace.fault) };
  }
  record(gateway, request, trace, outcome);
  return outcome;
}

/** What became known of a request on its way, for the log. */
interface Trace {
  readonly requestId: string;
  call: Call | null;
  accessKeyId: string | null;
  fault: FaultRule | null;
}

interface Context {
  readonly requestId: string;
  readonly trace: Trace;
}

function carryOut(gateway: Gateway, request: ReceivedRequest, { requestId, trace }: Context): Outcome {
  const operation = findOperation(request.version, request.action);
  const call = authenticate(gateway, request, trace);
  trace.call = call;
  limit(gateway, request, call, operation);
  const fault = gateway.faults.next({
    action: request.action,
    version: request.version,
    accountId: call.account.accountId,
    userName: targetUserName(call.account, call.params),
  });
  trace.fault = fault;
  if (!fault || fault.kind === 'slow')
    return answered(jsonAnswer(requestId, perform(call, operation)), fault);
  return withFault(fault, { requestId, call, operation });
}

function withFault(
  fault: FaultRule,
  { requestId, call, operation }: { requestId: string; call: Call; operation: Operation },
): Outcome {
  const swallowsAnswer = !['repeat_marker', 'endless_list', 'truncated_page', 'omit'].includes(fault.kind);
  const fields = swallowsAnswer && !fault.carriedOut ? {} : perform(callToSpoil(fault, call), operation);
  const error = faultError(fault, call, operation);
  if (error) throw error;
  if (fault.kind === 'reset' || fault.kind === 'hang') return { kind: fault.kind };
  if (fault.kind === 'flood') return { kind: 'flood', bytes: fault.bytes };
  if (fault.kind === 'html') return answered(gatewayPage(), fault);
  if (fault.kind === 'empty') return answered(emptyAnswer(requestId), fault);
  return answered(jsonAnswer(requestId, spoil(fault, call, fields)), fault);
}

/** A marker that a fault made up is not one of ours, so a list that knows it starts from the beginning. */
function callToSpoil(fault: FaultRule, call: Call): Call {
  if (fault.kind !== 'repeat_marker' && fault.kind !== 'endless_list') return call;
  const { Marker: _, ...params } = call.params;
  return { ...call, params };
}

function authenticate({ cloud, nonces }: Gateway, request: ReceivedRequest, trace: Trace): Call {
  const { headers, params } = request;
  const authorization = readAuthorization(headers);
  trace.accessKeyId = authorization.accessKeyId;
  // Real clients sign with the machine's clock, whatever time the sandbox's people live in.
  const realNowMs = Date.now();
  verifyDate(single(headers['x-acs-date']), realNowMs);
  const securityToken = single(headers['x-acs-security-token']) ?? null;
  const presented = { accessKeyId: authorization.accessKeyId, securityToken, nowMs: cloud.nowMs() };
  const { caller, accessKeySecret } = identifyCaller(cloud.accounts, cloud.sessions, presented);
  verifySignature(request, authorization, accessKeySecret);
  nonces.use(single(headers['x-acs-signature-nonce']), realNowMs);
  return { cloud, caller, account: caller.account, params };
}

function limit(
  { quota, quotaClock, cloud }: Gateway,
  request: ReceivedRequest,
  call: Call,
  operation: Operation,
): void {
  const key = `${call.account.accountId}/${request.version}/${request.action}`;
  const retryAfterMs = quota?.take(key, operation.callsPerSecond, quotaClock()) ?? null;
  if (retryAfterMs !== null) throw throttled(cloud.undocumented.throttlingStatus, retryAfterMs);
}

function perform(call: Call, operation: Operation): Record<string, unknown> {
  authorize(call, operation);
  return operation.run(call);
}

function answered(answer: Answer, fault: FaultRule | null): Outcome {
  return { kind: 'answer', answer, delayMs: delayOf(fault) };
}

function delayOf(fault: FaultRule | null): number {
  return fault?.kind === 'slow' ? fault.delayMs : 0;
}

/** The RAM user a call asks about, however it names it. */
function targetUserName(account: AccountState, params: Params): string | null {
  if (params.UserName) return params.UserName;
  if (params.UserPrincipalName) return params.UserPrincipalName.replace(/@[^@]*$/, '');
  if (params.UserId) return account.findUser({ userId: params.UserId })?.userName ?? null;
  return null;
}

function record(gateway: Gateway, request: ReceivedRequest, trace: Trace, outcome: Outcome): void {
  gateway.log.add({
    atMs: gateway.cloud.nowMs(),
    requestId: trace.requestId,
    accountId: trace.call?.account.accountId ?? null,
    action: request.action,
    version: request.version,
    params: request.params,
    caller: trace.call ? callerName(trace.call.caller) : null,
    accessKeyId: trace.accessKeyId,
    status: outcome.kind === 'answer' ? outcome.answer.status : null,
    code: outcome.kind === 'answer' ? outcome.answer.code : null,
    fault: trace.fault?.kind ?? null,
  });
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
