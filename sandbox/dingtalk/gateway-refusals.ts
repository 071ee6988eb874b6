import { badRequest, OapiError, OpenApiError } from './dingtalk-error.ts';
import type { Family } from './endpoint-name.ts';

/** What the gateway, or what stands behind it, refuses every endpoint with. */
export type GatewayRefusal =
  | 'qps_403'
  | 'quota_403'
  | 'permission_403'
  | 'token_missing'
  | 'token_expired'
  | 'server_error'
  | 'unsafe_url';

type Refusals = Readonly<
  Record<Family, Partial<Record<GatewayRefusal, (scopes: readonly string[]) => OpenApiError | OapiError>>>
>;

const QPS_MESSAGE = '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了';
const QUOTA_MESSAGE = '当前组织的API调用量已超过本月上限';
const UNSAFE_MESSAGE = '含有不安全的外链';
const BUSY_MESSAGE = '系统繁忙，请稍后再试';
const PERMISSION_MESSAGE = '应用尚未开通所需的权限';
const TOKEN_MESSAGE = '不合法的access_token';

/**
 * The new API says it with an HTTP status, the old one with errcode 88 and a sub_code, webhooks with an errcode of their own.
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 */
const REFUSALS: Refusals = {
  api: {
    qps_403: () => forbidden('QpsLimitForAppkeyAndApi', QPS_MESSAGE),
    quota_403: () => forbidden('ApiCountLimitForOrg', QUOTA_MESSAGE),
    permission_403: (requiredScopes) =>
      forbidden('AccessTokenPermissionDenied', `${PERMISSION_MESSAGE}：[${requiredScopes.join(',')}]`, {
        accessdenieddetail: { requiredScopes },
      }),
    token_missing: () =>
      badRequest('AuthenticationFailed.MissingParameter', '缺少参数：x-acs-dingtalk-access-token'),
    token_expired: () => badRequest('InvalidAuthentication', TOKEN_MESSAGE),
    server_error: () => new OpenApiError(500, { code: 'system.error', message: BUSY_MESSAGE }),
    unsafe_url: () => badRequest('contain.unsafe.url', UNSAFE_MESSAGE),
  },
  oapi: {
    qps_403: () => new OapiError(88, QPS_MESSAGE, '90018'),
    quota_403: () => new OapiError(88, QUOTA_MESSAGE, '90020'),
    permission_403: (requiredScopes) => new OapiError(88, permissionSentence(requiredScopes), '60011'),
    token_missing: () => new OapiError(88, 'access_token is blank', '40000'),
    token_expired: () => new OapiError(88, TOKEN_MESSAGE, '40014'),
    server_error: () => new OapiError(-1, BUSY_MESSAGE),
  },
  webhook: {
    qps_403: () => new OapiError(410_100, '发送速度太快而限流'),
    token_expired: () => new OapiError(300_001, 'session 不存在'),
    server_error: () => new OapiError(-1, BUSY_MESSAGE),
    unsafe_url: () => new OapiError(430_101, UNSAFE_MESSAGE),
  },
};

/** null: endpoints of this family never answer so. */
export function gatewayRefusal(
  kind: GatewayRefusal,
  family: Family,
  requiredScopes: readonly string[] = [],
): OpenApiError | OapiError | null {
  return REFUSALS[family][kind]?.(requiredScopes) ?? null;
}

function forbidden(code: string, message: string, details?: Readonly<Record<string, unknown>>): OpenApiError {
  return new OpenApiError(403, {
    code: `Forbidden.AccessDenied.${code}`,
    message,
    ...(details === undefined ? {} : { details }),
  });
}

/** The old API has no field for the scopes: they stand in the sentence. */
function permissionSentence(requiredScopes: readonly string[]): string {
  const scopes = requiredScopes.join(',');
  return `${PERMISSION_MESSAGE}：[${scopes}]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply, {requiredScopes=[${scopes}]}`;
}
