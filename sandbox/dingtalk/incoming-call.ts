import type { IncomingMessage } from 'node:http';
import { isRecord, parseJson } from '../json.ts';
import { badRequest, OapiError, OpenApiError } from './dingtalk-error.ts';

/** A request as it came in. */
export interface IncomingCall {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of a form in parts; null: another kind of body. */
  readonly form: FormData | null;
  readonly contentType: string;
  readonly accept: string;
  /** `x-acs-dingtalk-access-token` */
  readonly tokenHeader: string | null;
}

export type Fields = Readonly<Record<string, unknown>>;

export async function incomingCall(request: IncomingMessage, url: URL, bytes: Buffer): Promise<IncomingCall> {
  const contentType = request.headers['content-type'] ?? '';
  const form = await formIn(contentType, bytes);
  const header = request.headers['x-acs-dingtalk-access-token'];
  return {
    query: Object.fromEntries(url.searchParams),
    body: form === null ? bytes.toString() : '',
    form,
    contentType,
    accept: request.headers.accept ?? '',
    tokenHeader: typeof header === 'string' && header !== '' ? header : null,
  };
}

async function formIn(contentType: string, bytes: Buffer): Promise<FormData | null> {
  if (!contentType.startsWith('multipart/form-data')) return null;
  const parts = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } });
  return parts.formData().catch(() => null);
}

/** The new API takes nothing but JSON. @throws {OpenApiError} */
export function jsonFields(call: IncomingCall): Fields {
  if (!isJson(call) || call.body === '') {
    throw new OpenApiError(400, { code: 'Missingbody', message: 'body is mandatory for this action.' });
  }
  const fields = parseJson(call.body);
  if (!isRecord(fields)) throw badRequest('invalidParameter.msgBody.invalid', 'body必须是JSON');
  return fields;
}

/** The old API takes forms as well. @throws {OapiError} */
export function formOrJsonFields(call: IncomingCall): Fields {
  if (!isJson(call)) return Object.fromEntries(new URLSearchParams(call.body));
  const fields = call.body === '' ? {} : parseJson(call.body);
  if (!isRecord(fields)) throw new OapiError(400_002, '无效的参数');
  return fields;
}

export function isJson(call: IncomingCall): boolean {
  return /^application\/json\b/i.test(call.contentType);
}

const SECRET_FIELDS = new Set(['access_token', 'appSecret', 'clientSecret']);

/** What was asked, for the record: no token, no secret. */
export function recordedArguments(call: IncomingCall): Fields {
  const parsed = isJson(call) ? parseJson(call.body) : Object.fromEntries(new URLSearchParams(call.body));
  const fields = { ...call.query, ...(isRecord(parsed) ? parsed : {}) };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELDS.has(name)));
}
