import type { CredentialsCheck } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { BOT_SCOPES, SOCKET_SCOPE, VIEWER_GROUP_SCOPE } from './scopes.ts';
import { missingScopes, networkFailures, toDeliveryError } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';
import { identifyWorkspace, type Workspace } from './workspace.ts';

/** What the bot token lacks; nothing where Slack does not tell what it has. */
export function scopesMissing({ scopes }: Workspace, hasViewerGroup: boolean): readonly string[] {
  if (scopes === null) return [];
  const needed = hasViewerGroup ? [...BOT_SCOPES, VIEWER_GROUP_SCOPE] : BOT_SCOPES;
  return needed.filter((scope) => !scopes.includes(scope));
}

/** @throws {DeliveryError} `configuration`, naming the scopes to add */
export function requireScopes(workspace: Workspace, hasViewerGroup: boolean): void {
  const missing = scopesMissing(workspace, hasViewerGroup);
  if (missing.length > 0) throw missingScopes(missing);
}

/** The socket client tries for ever where the token is of the wrong kind, so it is asked before. @throws {DeliveryError} */
export async function requireAppToken(web: WebAccess, signal: AbortSignal): Promise<void> {
  try {
    await web.app(signal).apps.connections.open();
  } catch (error) {
    const failure = toDeliveryError(error, 'person');
    if (failure.reason !== 'configuration') throw failure;
    throw new DeliveryError({
      reason: 'configuration',
      code: failure.code,
      message: APP_TOKEN_ADVICE,
    });
  }
}

const APP_TOKEN_ADVICE = `SLACK_APP_TOKEN does not open Socket Mode: create an app-level token (xapp-…) with the scope ${SOCKET_SCOPE} in the Slack app, and turn Socket Mode on.`;

/** Are token and scopes good, as Slack says now? */
export function createCredentialsCheck(web: WebAccess, hasViewerGroup: boolean): CredentialsCheck {
  return {
    async verify(signal) {
      const own = await networkFailures.beforeSending(identifyWorkspace(web, signal), signal);
      requireScopes(own, hasViewerGroup);
    },
  };
}
