import type { SandboxMessage } from './message.ts';
import { addMessage } from './message-store.ts';
import { findConversation, type Workspace } from './workspace.ts';

/** What the people in the workspace see now, oldest first; copies, which do not change any more. */
export interface PeoplesView {
  /** In the direct message with the bot. */
  directMessages(memberId: string): readonly SandboxMessage[];
  channelMessages(channelId: string): readonly SandboxMessage[];
  /** What is shown to this person alone, wherever it is. */
  ephemeralMessages(memberId: string): readonly SandboxMessage[];
  /** What the app's Home tab shows to this person; null: nothing yet. */
  home(memberId: string): Pick<SandboxMessage, 'blocks'> | null;
  /** Writes an ordinary message as a person does; the app is not told. */
  write(message: {
    readonly userId: string;
    readonly channelId: string;
    readonly text: string;
    /** As a client of one's own can add them. */
    readonly blocks?: SandboxMessage['blocks'];
  }): SandboxMessage;
}

export function peoplesView(workspace: Workspace): PeoplesView {
  const read = (conversationId: string): SandboxMessage[] =>
    structuredClone(workspace.messages.get(conversationId) ?? []);
  return {
    directMessages: (memberId) =>
      read(workspace.directMessages.get(memberId) ?? '').filter((message) => message.reachesSomebody),
    channelMessages: (channelId) => read(channelId),
    ephemeralMessages: (memberId) =>
      structuredClone(workspace.ephemerals.filter((message) => message.ephemeralTo === memberId)),
    home(memberId) {
      const view = workspace.homes.get(memberId);
      return view === undefined ? null : structuredClone({ blocks: view.blocks });
    },
    write({ userId, channelId, text, blocks = [] }) {
      if (findConversation(workspace, channelId) === null) throw new Error(`no conversation ${channelId}`);
      const content = { text, blocks, metadata: null };
      return structuredClone(addMessage(workspace, { channel: channelId, author: userId, content }));
    },
  };
}
