import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, missingParameter } from './api-error.ts';

/** The parts of a request that its signature covers. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the Authorization header claims; nothing of it is proven yet. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'ACS3-HMAC-SHA256';
const MAX_CLOCK_DIFFERENCE_MS = 15 * 60_000;

/** @throws {ApiError} when the header is missing or not of the documented form */
export function readAuthorization(headers: IncomingHttpHeaders): Authorization {
  const header = headers.authorization;
  if (!header) throw missingParameter('Authorization');
  const match = /^(\S+) Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]+)$/.exec(header);
  const [, algorithm, accessKeyId, signedHeaders, signature] = match ?? [];
  if (algorithm !== ALGORITHM || !accessKeyId || !signedHeaders || !signature) {
    throw new ApiError({
      status: 400,
      code: 'IncompleteSignature',
      message: 'The request signature does not conform to Aliyun standards.',
    });
  }
  return { accessKeyId, signedHeaders: signedHeaders.split(';'), signature };
}

/**
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 * @throws {ApiError} `SignatureDoesNotMatch`
 */
export function verifySignature(
  request: SignedRequest,
  authorization: Authorization,
  accessKeySecret: string,
): void {
  const bodyHash = sha256Hex(request.body);
  const stringToSign = `${ALGORITHM}\n${sha256Hex(canonicalRequest(request, authorization, bodyHash))}`;
  const expected = createHmac('sha256', accessKeySecret).update(stringToSign).digest();
  const presented = Buffer.from(authorization.signature, 'hex');
  const matches = presented.length === expected.length && timingSafeEqual(presented, expected);
  const coversEverything = headersToSign(request.headers).every((name) =>
    authorization.signedHeaders.includes(name),
  );
  if (matches && coversEverything && request.headers['x-acs-content-sha256'] === bodyHash) return;
  throw new ApiError({
    status: 400,
    code: 'SignatureDoesNotMatch',
    message: 'Specified signature is not matched with our calculation.',
  });
}

/** @throws {ApiError} when `x-acs-date` is missing, malformed or more than 15 minutes away */
export function verifyDate(date: string | undefined, nowMs: number): void {
  if (!date) throw missingParameter('Timestamp');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)) {
    throw new ApiError({
      status: 400,
      code: 'InvalidTimeStamp.Format',
      message: 'Specified time stamp or date value is not well formatted.',
    });
  }
  if (Math.abs(nowMs - Date.parse(date)) <= MAX_CLOCK_DIFFERENCE_MS) return;
  throw new ApiError({
    status: 400,
    code: 'InvalidTimeStamp.Expired',
    message: 'Specified time stamp or date value is expired.',
  });
}

export interface NonceRegister {
  /** @throws {ApiError} when the nonce is missing or was used before */
  use(nonce: string | undefined, nowMs: number): void;
}

export function createNonceRegister(): NonceRegister {
  const usedAtMs = new Map<string, number>();
  // A request that is older than its date may be is refused for that, so its nonce need not be kept longer.
  const forgetOld = (nowMs: number): void => {
    for (const [nonce, atMs] of usedAtMs) {
      if (nowMs - atMs <= 2 * MAX_CLOCK_DIFFERENCE_MS) return;
      usedAtMs.delete(nonce);
    }
  };
  return {
    use: (nonce, nowMs) => {
      if (!nonce) throw missingParameter('SignatureNonce');
      forgetOld(nowMs);
      if (usedAtMs.has(nonce)) {
        throw new ApiError({
          status: 400,
          code: 'SignatureNonceUsed',
          message: 'Specified signature nonce was used already.',
        });
      }
      usedAtMs.set(nonce, nowMs);
    },
  };
}

function canonicalRequest(request: SignedRequest, authorization: Authorization, bodyHash: string): string {
  const headers = authorization.signedHeaders.map(
    (name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`,
  );
  const query = [...request.query]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  return [
    request.method,
    request.path,
    query.join('&'),
    headers.join(''),
    authorization.signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

/** Every common header that is sent must be signed. */
function headersToSign(headers: IncomingHttpHeaders): readonly string[] {
  return Object.keys(headers).filter(
    (name) => name.startsWith('x-acs-') || name === 'host' || name === 'content-type',
  );
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
