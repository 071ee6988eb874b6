import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpAnswer, jsonAnswer } from '../http-answer.ts';
import { readBody } from '../request-body.ts';
import { answerThrough, rateLimitedAnswer } from './answer.ts';
import { authenticate, type Credentials, requireAnyScope } from './credentials.ts';
import type { FaultKind, Faults } from './faults.ts';
import { WEB_API_METHODS } from './method-table.ts';
import type { RateLimits } from './rate-limits.ts';
import { RateLimitedError, SlackApiError } from './slack-api-error.ts';
import type { UploadedFiles } from './uploaded-files.ts';
import { callArguments, decodeArguments } from './web-api-arguments.ts';
import type { CallContext, ReplyListener, SandboxRules, WebApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** One call as it came in, and what became of it. Tokens are left out. */
export interface RecordedRequest {
  /** Web API method, or `response_url`. */
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  /** Epoch ms of the sandbox's clock. */
  readonly at: number;
  /** HTTP status sent; null when the connection was reset or left hanging. */
  status: number | null;
  /** Slack's error code; null when Slack did what was asked, whether or not the caller learnt of it. */
  error: string | null;
  readonly fault: FaultKind['kind'] | null;
}

interface WebApi {
  handle(request: IncomingMessage, response: ServerResponse, methodName: string): Promise<void>;
}

interface WebApiParts {
  readonly workspace: Workspace;
  readonly credentials: Credentials;
  readonly rules: SandboxRules;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly replies: ReplyListener;
  readonly requests: RecordedRequest[];
  readonly files: UploadedFiles;
  readonly addressOf: (path: string) => string;
  readonly newSocketUrl: () => string;
}

/** The Web API over HTTP. https://docs.slack.dev/apis/web-api */
export function createWebApi(parts: WebApiParts): WebApi {
  return {
    async handle(request, response, methodName) {
      const fault = parts.faults.take(methodName);
      const body = (await readBody(request)).toString();
      const incoming = incomingCall(request, body);
      const record: RecordedRequest = {
        method: methodName,
        args: incoming.args,
        at: parts.workspace.now(),
        status: null,
        error: fault?.kind === 'error' ? fault.code : (fault?.kind ?? null),
        fault: fault?.kind ?? null,
      };
      parts.requests.push(record);
      record.status = answerThrough(fault, response, () => {
        const { answer, error } = perform(parts, methodName, { ...incoming, args: argsFor(fault, incoming) });
        record.error = error;
        return answer;
      });
    },
  };
}

interface IncomingCall {
  readonly token: string | null;
  readonly args: Readonly<Record<string, string>>;
  readonly refusal: SlackApiError | null;
}

function incomingCall(request: IncomingMessage, body: string): IncomingCall {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
  try {
    const sent = decodeArguments(request.headers['content-type'] ?? '', body);
    const { token, ...args } = { ...Object.fromEntries(query), ...sent };
    return { token: bearer ?? token ?? null, args, refusal: null };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    return { token: bearer ?? null, args: {}, refusal: error };
  }
}

/** A cursor that a fault made up is not one of ours. */
function argsFor(fault: FaultKind | null, { args }: IncomingCall): IncomingCall['args'] {
  if (fault?.kind !== 'endless_list') return args;
  const { cursor: _, ...fromTheStart } = args;
  return fromTheStart;
}

interface Outcome {
  readonly answer: HttpAnswer;
  readonly error: string | null;
}

function perform(parts: WebApiParts, methodName: string, call: IncomingCall): Outcome {
  const method = WEB_API_METHODS.get(methodName);
  const headers: Record<string, string> = {};
  try {
    if (method === undefined) throw new SlackApiError('unknown_method', { req_method: methodName });
    const scopes = authenticate(parts.credentials, method, call.token);
    if (method.token !== 'none') headers['x-oauth-scopes'] = scopes.join(',');
    if (method.scopes.length > 0) headers['x-accepted-oauth-scopes'] = method.scopes.join(',');
    if (call.refusal !== null) throw call.refusal;
    parts.limits.countCall(method.name, method.tier);
    requireAnyScope(scopes, method.scopes);
    const result = method.handle(callContext(parts, scopes), callArguments(call.args));
    return { answer: jsonAnswer(200, { ok: true, ...result }, headers), error: null };
  } catch (error) {
    return refusal(method, error, headers);
  }
}

function refusal(method: WebApiMethod | undefined, error: unknown, headers: Record<string, string>): Outcome {
  if (error instanceof RateLimitedError) {
    return { answer: rateLimitedAnswer(error.retryAfterSeconds), error: 'ratelimited' };
  }
  if (error instanceof SlackApiError) {
    const body = { ok: false, error: error.code, ...error.details };
    return { answer: jsonAnswer(200, body, headers), error: error.code };
  }
  // Not Slack's answer: what was asked is not modelled, and must not look like anything Slack says.
  const reason = `${method?.name ?? 'sandbox'}: ${String(error)}`;
  return { answer: jsonAnswer(501, { ok: false, error: reason }), error: reason };
}

function callContext(parts: WebApiParts, scopes: readonly string[]): CallContext {
  return {
    workspace: parts.workspace,
    rules: parts.rules,
    limits: parts.limits,
    replies: parts.replies,
    scopes: new Set(scopes),
    requireScope: (...anyOf) => requireAnyScope(scopes, anyOf),
    files: parts.files,
    addressOf: parts.addressOf,
    newSocketUrl: parts.newSocketUrl,
  };
}
