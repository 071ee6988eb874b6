import type { Button } from './button.ts';
import type { TypedCommand } from './interaction.ts';
import type { SandboxMessage } from './message.ts';
import { messageObject } from './message-object.ts';
import { randomId } from './random-id.ts';
import {
  findConversation,
  type HomeView,
  type Member,
  openDirectMessage,
  type Workspace,
} from './workspace.ts';

// Deprecated by Slack in favour of signatures, sent nevertheless.
const VERIFICATION_TOKEN = 'sandbox-verification-token';

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export function slashCommandPayload(
  workspace: Workspace,
  command: {
    readonly member: Member;
    readonly channel: string;
    readonly responseUrl: string;
    readonly typed: TypedCommand;
  },
): Record<string, unknown> {
  return {
    token: VERIFICATION_TOKEN,
    team_id: command.typed.teamId ?? workspace.team.id,
    team_domain: workspace.team.domain,
    channel_id: command.channel,
    channel_name: channelName(workspace, command.channel),
    user_id: command.member.id,
    user_name: command.member.name,
    command: command.typed.command ?? '/mfa',
    text: command.typed.text,
    api_app_id: workspace.app.appId,
    is_enterprise_install: 'false',
    response_url: command.responseUrl,
    trigger_id: triggerId(workspace),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActionsPayload(
  workspace: Workspace,
  press: {
    readonly member: Member;
    readonly source: SandboxMessage;
    readonly button: Button;
    readonly responseUrl: string;
  },
): Record<string, unknown> {
  const { member, source, button } = press;
  const isEphemeral = source.ephemeralTo !== null;
  const { confirm: _, url: __, accessibility_label: ___, ...shown } = button.element;
  return {
    type: 'block_actions',
    token: VERIFICATION_TOKEN,
    api_app_id: workspace.app.appId,
    team: { id: workspace.team.id, domain: workspace.team.domain },
    user: { id: member.id, username: member.name, name: member.name, team_id: workspace.team.id },
    channel: { id: source.channel, name: channelName(workspace, source.channel) },
    container: {
      type: 'message',
      message_ts: source.ts,
      channel_id: source.channel,
      is_ephemeral: isEphemeral,
      ...(source.threadTs === null ? {} : { thread_ts: source.threadTs }),
    },
    // A message shown to one person is stored nowhere, so its content does not come back.
    ...(isEphemeral ? {} : { message: messageObject(workspace, source, false) }),
    state: { values: {} },
    enterprise: null,
    is_enterprise_install: false,
    response_url: press.responseUrl,
    trigger_id: triggerId(workspace),
    actions: [{ ...structuredClone(shown), block_id: button.blockId, action_ts: workspace.nextTimestamp() }],
  };
}

/** Pressed at the Home tab: in no conversation, and with no address to answer to. */
export function homeActionsPayload(
  workspace: Workspace,
  press: { readonly member: Member; readonly view: HomeView; readonly button: Button },
): Record<string, unknown> {
  const { member, view, button } = press;
  const { confirm: _, url: __, accessibility_label: ___, ...shown } = button.element;
  return {
    type: 'block_actions',
    token: VERIFICATION_TOKEN,
    api_app_id: workspace.app.appId,
    team: { id: workspace.team.id, domain: workspace.team.domain },
    user: { id: member.id, username: member.name, name: member.name, team_id: workspace.team.id },
    container: { type: 'view', view_id: view.id },
    view: { id: view.id, type: 'home', hash: view.hash, blocks: structuredClone(view.blocks) },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: triggerId(workspace),
    actions: [{ ...structuredClone(shown), block_id: button.blockId, action_ts: workspace.nextTimestamp() }],
  };
}

/** https://docs.slack.dev/reference/events/app_home_opened */
export function homeOpenedPayload(workspace: Workspace, member: Member): Record<string, unknown> {
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.team.id,
    api_app_id: workspace.app.appId,
    type: 'event_callback',
    event_id: randomId(workspace.random, 'Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [{ team_id: workspace.team.id, user_id: workspace.app.botUserId, is_bot: true }],
    event: {
      type: 'app_home_opened',
      user: member.id,
      channel: openDirectMessage(workspace, member.id).id,
      tab: 'home',
      event_ts: workspace.nextTimestamp(),
    },
  };
}

function channelName(workspace: Workspace, channelId: string): string {
  const conversation = findConversation(workspace, channelId);
  if (conversation?.kind !== 'channel') return 'directmessage';
  return conversation.channel.isPrivate ? 'privategroup' : conversation.channel.name;
}

const triggerId = (workspace: Workspace): string => `${randomId(workspace.random, '')}.${workspace.team.id}`;
