import { SlackApiError } from './slack-api-error.ts';
import type { WebApiMethod } from './web-api-method.ts';

/** The two tokens of the installed app and what they may do. */
export interface Credentials {
  readonly botToken: string;
  readonly appToken: string;
  scopes: readonly string[];
  appScopes: readonly string[];
  /** What the bot token is refused with once it is dead: `token_revoked`, `account_inactive`. */
  revokedWith: string | null;
}

/** The scopes of the token that came with this call. @throws {SlackApiError} not_authed | invalid_auth | … */
export function authenticate(
  credentials: Credentials,
  method: WebApiMethod,
  token: string | null,
): readonly string[] {
  if (method.token === 'none') return [];
  if (token === null) throw new SlackApiError('not_authed');
  const isBotToken = token === credentials.botToken;
  if (!isBotToken && token !== credentials.appToken) throw new SlackApiError('invalid_auth');
  if (isBotToken && credentials.revokedWith !== null) throw new SlackApiError(credentials.revokedWith);
  if (isBotToken !== (method.token === 'bot')) throw new SlackApiError('not_allowed_token_type');
  return isBotToken ? credentials.scopes : credentials.appScopes;
}

/** @throws {SlackApiError} missing_scope, unless the token has one of them */
export function requireAnyScope(granted: readonly string[], anyOf: readonly string[]): void {
  if (anyOf.length === 0 || anyOf.some((scope) => granted.includes(scope))) return;
  throw new SlackApiError('missing_scope', { needed: anyOf.join(','), provided: granted.join(',') });
}
