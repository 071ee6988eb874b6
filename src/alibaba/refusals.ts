import type { AlibabaErrorReason } from './accounts.ts';

interface Refusal {
  readonly reason: AlibabaErrorReason;
  readonly retryable: boolean;
}

interface Row extends Refusal {
  readonly fits: (code: string, status: number) => boolean;
  readonly source: string;
}

const DOCS = 'https://www.alibabacloud.com/help';
const SIGNATURE = `${DOCS}/en/sdk/product-overview/v3-request-structure-and-signature`;
const COMMON_ERRORS = 'https://api.aliyun.com/troubleshoot';
const RAM_ERRORS = `${DOCS}/doc-detail/28754.htm`;
const TERRAFORM =
  'https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/errors.go (NeedRetry)';

const coded = (code: RegExp) => (given: string) => code.test(given);

/** What the vendor's codes and statuses mean, and where that stands. The first row that fits decides. */
const REFUSALS: readonly Row[] = [
  // `Throttling.User`, `Throttling.Api`, `Rejected.Throttling`: with a status of 400, too.
  { fits: coded(/Throttling/), reason: 'throttled', retryable: true, source: TERRAFORM },
  { fits: (_, status) => status === 429, reason: 'throttled', retryable: true, source: 'RFC 6585, 4' },
  { fits: coded(/^ServiceUnavailable/), reason: 'unavailable', retryable: true, source: TERRAFORM },
  { fits: (_, status) => status >= 500, reason: 'unavailable', retryable: true, source: TERRAFORM },
  // Each attempt has a nonce of its own: somebody on the way sent this one twice, and the other copy may have counted.
  { fits: coded(/^SignatureNonceUsed$/), reason: 'unavailable', retryable: true, source: SIGNATURE },
  {
    fits: coded(
      /^(InvalidAccessKeyId|InvalidSecurityToken|SecurityTokenExpired|MissingSecurityToken|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp|InvalidCredentials)(\.|$)/,
    ),
    reason: 'credentials',
    retryable: false,
    source: COMMON_ERRORS,
  },
  {
    fits: coded(/^(NoPermission|Forbidden)(\.|$)/),
    reason: 'no_permission',
    retryable: false,
    source: RAM_ERRORS,
  },
  {
    fits: coded(/^EntityNotExist\.(User|Group|Policy)/),
    reason: 'not_found',
    retryable: false,
    source: RAM_ERRORS,
  },
];

/** What an answer other than 200 means; null where the table does not know. */
export function meaningOf(code: string, status: number | null): Refusal | null {
  return REFUSALS.find(({ fits }) => fits(code, status ?? 0)) ?? null;
}
