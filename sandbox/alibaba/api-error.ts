/** An answer other than 200, as the vendor words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly accessDeniedDetail: AccessDeniedDetail | null;
  /** Sent as `x-acs-retry-after`, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(details: {
    status: number;
    code: string;
    message: string;
    accessDeniedDetail?: AccessDeniedDetail | null;
    retryAfterMs?: number | null;
  }) {
    super(details.message);
    this.status = details.status;
    this.code = details.code;
    this.accessDeniedDetail = details.accessDeniedDetail ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

export interface AccessDeniedDetail {
  readonly AuthAction: string;
  readonly AuthPrincipalType: string;
  readonly AuthPrincipalOwnerId: string;
  readonly AuthPrincipalDisplayName: string;
  readonly NoPermissionType: 'ImplicitDeny' | 'ExplicitDeny';
  readonly PolicyType: 'AccountLevelIdentityBasedPolicy' | 'SessionPolicy' | 'AssumeRolePolicy';
  readonly EncodedDiagnosticMessage: string;
}

const NOT_AUTHORIZED = 'You are not authorized to do this action. You should be authorized by RAM.';

export function noPermission(detail: AccessDeniedDetail | null = null, message = NOT_AUTHORIZED): ApiError {
  return new ApiError({ status: 403, code: 'NoPermission', message, accessDeniedDetail: detail });
}

/** The gateway's `Missing<Name>`, as in the documented `MissingSecurityToken`. */
export function missingParameter(name: string): ApiError {
  return new ApiError({
    status: 400,
    code: `Missing${name}`,
    message: `${name} is mandatory for this action.`,
  });
}

/** @param what `MaxItems`, or with the reason: `UserName.InvalidChars` */
export function invalidParameter(what: string, message?: string): ApiError {
  return new ApiError({
    status: 400,
    code: `InvalidParameter.${what}`,
    message: message ?? `The parameter - "${what}" is invalid.`,
  });
}

/** Codes and messages: https://www.alibabacloud.com/help/doc-detail/28754.htm */
export function entityNotExist(entity: keyof typeof NOT_EXIST_MESSAGES): ApiError {
  return new ApiError({
    status: 404,
    code: `EntityNotExist.${entity}`,
    message: NOT_EXIST_MESSAGES[entity],
  });
}

const NOT_EXIST_MESSAGES = {
  User: 'The user does not exist.',
  'User.LoginProfile': 'The user login profile does not exist.',
  'User.MFADevice': 'The user has not bound any MFA device.',
  Group: 'The group does not exist.',
  Policy: 'The policy does not exist.',
  Role: 'The specified Role does not exist.',
} as const;
