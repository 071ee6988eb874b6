import type { SandboxMessage } from './message.ts';
import type { Workspace } from './workspace.ts';

/** A message as the Web API and payloads write it. https://docs.slack.dev/reference/events/message */
export function messageObject(
  workspace: Workspace,
  message: SandboxMessage,
  showsMetadata: boolean,
): Record<string, unknown> {
  const isOwn = message.author === workspace.app.botUserId;
  return structuredClone({
    type: 'message',
    user: message.author,
    text: message.text,
    ts: message.ts,
    team: workspace.team.id,
    ...(isOwn ? { bot_id: workspace.app.botId, app_id: workspace.app.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === null ? {} : { edited: { user: message.author, ts: message.editedTs } }),
    ...(showsMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  });
}
