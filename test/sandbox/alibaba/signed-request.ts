import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { ClientKeys } from './sdk-clients.ts';

/** A request signed by hand, so that each of its parts can be wrong on its own. */
export interface SignedRequestOptions {
  readonly action: string;
  readonly version?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly date?: Date;
  readonly nonce?: string;
  readonly method?: string;
  /** Sent, but changed after signing. */
  readonly headersAfterSigning?: Readonly<Record<string, string>>;
  readonly queryAfterSigning?: string;
  readonly algorithm?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly Code?: string; readonly Message?: string; readonly [field: string]: unknown };
}

/** https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
export async function sendSigned(
  url: string,
  keys: ClientKeys,
  options: SignedRequestOptions,
): Promise<RawAnswer> {
  const method = options.method ?? 'POST';
  const query = canonicalQuery(options.query ?? {});
  const headers = commonHeaders(url, keys, options);
  const authorization = authorizationHeader({ method, query, headers }, keys, options.algorithm);
  const { host: _, ...unsentHost } = headers;
  const sent = { ...unsentHost, ...options.headersAfterSigning, authorization };
  const answer = await fetch(`${url}/?${options.queryAfterSigning ?? query}`, { method, headers: sent });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as RawAnswer['body'] };
}

function commonHeaders(
  url: string,
  keys: ClientKeys,
  options: SignedRequestOptions,
): Readonly<Record<string, string>> {
  return {
    host: new URL(url).host,
    'x-acs-action': options.action,
    'x-acs-version': options.version ?? '2019-08-15',
    'x-acs-date': `${(options.date ?? new Date()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': options.nonce ?? randomUUID(),
    'x-acs-content-sha256': sha256Hex(''),
    ...(keys.securityToken !== undefined && { 'x-acs-security-token': keys.securityToken }),
  };
}

function authorizationHeader(
  request: { method: string; query: string; headers: Readonly<Record<string, string>> },
  keys: ClientKeys,
  algorithm = 'ACS3-HMAC-SHA256',
): string {
  const names = Object.keys(request.headers).sort();
  const lines = names.map((name) => `${name}:${request.headers[name]}\n`).join('');
  const canonical = [request.method, '/', request.query, lines, names.join(';'), sha256Hex('')].join('\n');
  const signature = createHmac('sha256', keys.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256Hex(canonical)}`)
    .digest('hex');
  return `${algorithm} Credential=${keys.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
}

function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
