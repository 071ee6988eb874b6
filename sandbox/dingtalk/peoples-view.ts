import type { SandboxMessage } from './message.ts';
import type { Organisation } from './organisation.ts';

/** What people see, their own words and the robot's, oldest first; copies. */
export interface PeoplesView {
  /** In the conversation with the robot. */
  directMessages(userId: string): readonly SandboxMessage[];
  groupMessages(openConversationId: string): readonly SandboxMessage[];
  /** What a message with a file gives to who opens it; null: there is none. */
  fileOf(message: SandboxMessage): File | null;
  /** This person reads all there is. */
  read(userId: string): void;
}

export function peoplesView(organisation: Organisation): PeoplesView {
  const said = (conversationId: string): SandboxMessage[] =>
    structuredClone(organisation.messages.get(conversationId) ?? []);
  return {
    directMessages: (userId) => said(organisation.directConversations.get(userId) ?? ''),
    groupMessages: (openConversationId) => said(openConversationId),
    fileOf: ({ mediaId }) => organisation.media.get(mediaId ?? '') ?? null,
    read(userId) {
      for (const { recipients, readBy } of organisation.directSends.values()) {
        if (recipients.includes(userId)) readBy.add(userId);
      }
    },
  };
}
