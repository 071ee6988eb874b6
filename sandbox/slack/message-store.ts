import type { Block, MessageContent, SandboxMessage } from './message.ts';
import { randomId } from './random-id.ts';
import { timestampMicros } from './timestamp.ts';
import type { Workspace } from './workspace.ts';

type Draft = Pick<SandboxMessage, 'channel' | 'author'> &
  Partial<Pick<SandboxMessage, 'threadTs' | 'ephemeralTo' | 'reachesSomebody' | 'files'>> & {
    readonly content: MessageContent;
  };

/** Stores a new message and stamps it. */
export function addMessage(workspace: Workspace, draft: Draft): SandboxMessage {
  const message: SandboxMessage = {
    ts: workspace.nextTimestamp(),
    channel: draft.channel,
    author: draft.author,
    text: draft.content.text,
    blocks: withIds(workspace, draft.content.blocks),
    metadata: draft.content.metadata,
    editedTs: null,
    threadTs: draft.threadTs ?? null,
    ephemeralTo: draft.ephemeralTo ?? null,
    reachesSomebody: draft.reachesSomebody ?? true,
    ...(draft.files === undefined ? {} : { files: draft.files }),
  };
  if (message.ephemeralTo !== null) {
    workspace.ephemerals.push(message);
    return message;
  }
  const messages = workspace.messages.get(message.channel) ?? [];
  messages.push(message);
  workspace.messages.set(message.channel, messages);
  return message;
}

/** Replaces what is given and keeps the rest. */
export function changeMessage(
  workspace: Workspace,
  message: SandboxMessage,
  change: Partial<MessageContent>,
): void {
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks !== undefined) message.blocks = withIds(workspace, change.blocks);
  if (change.metadata !== undefined) message.metadata = change.metadata;
  message.editedTs = workspace.nextTimestamp();
}

export function removeMessage(workspace: Workspace, message: SandboxMessage): void {
  const list = message.ephemeralTo === null ? workspace.messages.get(message.channel) : workspace.ephemerals;
  const index = list?.indexOf(message) ?? -1;
  if (index !== -1) list?.splice(index, 1);
}

export function findMessage(workspace: Workspace, channel: string, ts: string): SandboxMessage | null {
  return workspace.messages.get(channel)?.find((message) => message.ts === ts) ?? null;
}

/** Any message with this `ts`, shown to one person or to all. */
export function findMessageByTimestamp(workspace: Workspace, ts: string): SandboxMessage | null {
  const lists = [...workspace.messages.values(), workspace.ephemerals];
  return lists.flat().find((message) => message.ts === ts) ?? null;
}

export function messageMicros(message: SandboxMessage): number {
  const micros = timestampMicros(message.ts);
  if (micros === null) throw new Error(`stored message has no timestamp: ${message.ts}`);
  return micros;
}

/** Slack names what the app left unnamed: blocks without `block_id`, elements without `action_id`. */
function withIds(workspace: Workspace, blocks: readonly Block[]): readonly Block[] {
  const named = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return value;
    const isInteractive = INTERACTIVE_TYPES.has(String(value.type)) && !('action_id' in value);
    return isInteractive ? { ...value, action_id: randomId(workspace.random, '') } : value;
  };
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? randomId(workspace.random, ''),
    ...(block.type === 'actions' && Array.isArray(block.elements)
      ? { elements: block.elements.map(named) }
      : {}),
    ...('accessory' in block ? { accessory: named(block.accessory) } : {}),
  }));
}

const INTERACTIVE_TYPES = new Set(['button', 'overflow', 'static_select']);
