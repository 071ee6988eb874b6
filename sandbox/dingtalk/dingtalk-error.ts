/** A refusal of the new API: an HTTP status and `{ code, message, requestid }`. */
export class OpenApiError extends Error {
  override readonly name = 'OpenApiError';
  readonly status: number;
  readonly code: string;
  /** More fields of the answer. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    refusal: {
      readonly code: string;
      readonly message: string;
      readonly details?: Readonly<Record<string, unknown>>;
    },
  ) {
    super(refusal.message);
    this.status = status;
    this.code = refusal.code;
    this.details = refusal.details ?? {};
  }
}

/** A refusal of the old API and of webhooks: HTTP 200 with `{ errcode, errmsg }`. */
export class OapiError extends Error {
  override readonly name = 'OapiError';
  readonly errcode: number;
  /** Set where the gateway in front of the old API refused, beside errcode 88 or 15. */
  readonly subCode: string | null;

  constructor(errcode: number, errmsg: string, subCode: string | null = null) {
    super(errmsg);
    this.errcode = errcode;
    this.subCode = subCode;
  }

  /** The code that tells. */
  get code(): string {
    return this.subCode ?? String(this.errcode);
  }
}

/** Most refusals of the robot's endpoints. https://open.dingtalk.com/document/development/server-api-error-codes-1 */
export function badRequest(code: string, message: string): OpenApiError {
  return new OpenApiError(400, { code, message });
}
