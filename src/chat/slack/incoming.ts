import type { BlockAction, ButtonAction, SlashCommand } from '@slack/bolt';
import type { ChatRequest } from '../chat.ts';
import { commandWords } from './command-words.ts';
import { COMMAND_ACTION } from './message-blocks.ts';
import { isOwnWorkspace, type Workspace } from './workspace.ts';

interface Origin {
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/** What came over the socket, before anybody is asked about it. */
export interface Incoming {
  readonly memberId: string;
  readonly conversation: ChatRequest['conversation'];
  readonly words: string;
  readonly origin: ChatRequest['origin'];
  readonly responseUrl: string | null;
  /** On the app's Home tab. */
  readonly isAtHome: boolean;
  /** Where it happened, and where the person belongs. */
  readonly from: readonly Origin[];
}

export function typedCommand(command: SlashCommand): Incoming {
  const { user_id: memberId, channel_id: conversationId, team_id: teamId } = command;
  return {
    memberId,
    conversation: conversationOf(conversationId),
    words: commandWords(command.text),
    origin: 'typed',
    responseUrl: command.response_url,
    isAtHome: false,
    from: [{ teamId, enterpriseId: command.enterprise_id ?? null }],
  };
}

/** null: not one of our buttons. */
export function pressedButton(action: ButtonAction, body: BlockAction): Incoming | null {
  const { container } = body as { container?: { type?: string; channel_id?: string; view_id?: string } };
  const isAtHome = container?.type === 'view';
  const conversationId = isAtHome ? container?.view_id : (body.channel?.id ?? container?.channel_id);
  const isOurs = action.type === 'button' && action.action_id.startsWith(`${COMMAND_ACTION}-`);
  if (!isOurs || action.value === undefined || conversationId === undefined) return null;
  const enterpriseId = body.team?.enterprise_id ?? body.enterprise?.id ?? null;
  const { id: memberId, team_id: homeTeamId } = body.user;
  const teamId = body.team?.id ?? null;
  return {
    memberId,
    conversation: isAtHome ? { kind: 'direct', id: conversationId } : conversationOf(conversationId),
    words: action.value,
    origin: 'pressed',
    responseUrl: body.response_url ?? null,
    isAtHome,
    from: [
      { teamId, enterpriseId },
      // In a shared channel people of other organisations see the button too.
      { teamId: homeTeamId ?? teamId, enterpriseId },
    ],
  };
}

/** null: another tab of the app. */
export function openedHome(
  event: { readonly user: string; readonly channel: string; readonly tab?: string | undefined },
  body: { readonly team_id?: string; readonly enterprise_id?: string },
): Incoming | null {
  if (event.tab !== 'home') return null;
  return {
    memberId: event.user,
    conversation: { kind: 'direct', id: event.channel },
    words: '',
    origin: 'opened',
    responseUrl: null,
    isAtHome: true,
    from: [{ teamId: body.team_id ?? null, enterpriseId: body.enterprise_id ?? null }],
  };
}

export function isFromOwnWorkspace({ from }: Incoming, own: Workspace): boolean {
  return from.every((origin) => isOwnWorkspace(own, origin));
}

function conversationOf(id: string): ChatRequest['conversation'] {
  return { kind: isDirect(id) ? 'direct' : 'channel', id };
}

/** A conversation with one person. */
export function isDirect(conversationId: string): boolean {
  return conversationId.startsWith('D');
}
