import { DeliveryError } from '../delivery-error.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

/** What the bot token belongs to. */
export interface Workspace {
  readonly teamId: string;
  /** null outside Enterprise Grid. */
  readonly enterpriseId: string | null;
  readonly botId: string;
  readonly botUserId: string;
  /** null where Slack did not say. */
  readonly scopes: readonly string[] | null;
}

/** Asks Slack once, and again only after a failure. @throws {DeliveryError} */
export type ReadWorkspace = (signal: AbortSignal) => Promise<Workspace>;

export function createWorkspaceReader(web: WebAccess): ReadWorkspace {
  let known: Workspace | null = null;
  return async (signal) => {
    known ??= await identifyWorkspace(web, signal);
    return known;
  };
}

/** Asks Slack. @throws {DeliveryError} */
export async function identifyWorkspace(web: WebAccess, signal: AbortSignal): Promise<Workspace> {
  const answer = await answered(web.bot(signal).auth.test(), 'person');
  const { team_id: teamId, enterprise_id: enterpriseId, bot_id: botId, user_id: botUserId } = answer;
  if (teamId === undefined || botId === undefined || botUserId === undefined) {
    throw new DeliveryError({
      reason: 'configuration',
      code: 'not_a_bot_token',
      message: 'SLACK_BOT_TOKEN is no bot token: copy the "Bot User OAuth Token" (xoxb-…) of the Slack app.',
    });
  }
  const scopes = answer.response_metadata?.scopes ?? null;
  return { teamId, enterpriseId: enterpriseId ?? null, botId, botUserId, scopes };
}

/** Is something that came over the socket from the workspace (or its Enterprise organisation) the token belongs to? */
export function isOwnWorkspace(
  own: Workspace,
  other: { readonly teamId: string | null; readonly enterpriseId: string | null },
): boolean {
  if (other.teamId === own.teamId) return true;
  return own.enterpriseId !== null && other.enterpriseId === own.enterpriseId;
}
