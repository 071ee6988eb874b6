import type { Message } from '../../domain/message.ts';
import { oneLine } from '../../domain/one-line.ts';
import { DeliveryError } from '../delivery-error.ts';
import { messageBlocks, type SlackBlock } from './message-blocks.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import { plainSections } from './plain-sections.ts';

// Certain refusals: nothing was posted, so another form of the same message can be.
const REFUSED_BLOCKS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_blocks_too_long',
]);

/** One form of a message. */
export interface RenderedMessage {
  /** What a notification shows. Slack parses it, so it is escaped. */
  readonly text: string;
  readonly blocks: SlackBlock[];
}

/** Sends the best form of a message Slack takes: newer blocks reach workspaces in phases. @throws {DeliveryError} */
export async function sendRendered<Answer>(
  message: Message,
  send: (rendered: RenderedMessage) => Promise<Answer>,
): Promise<Answer> {
  const text = escapeMrkdwn(oneLine(message.summary));
  let refusal: unknown;
  for (const render of renderings(message)) {
    try {
      return await send({ text, blocks: render(message) });
    } catch (error) {
      if (!(error instanceof DeliveryError) || !REFUSED_BLOCKS.has(error.code)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

function renderings({ blocks }: Message): readonly ((message: Message) => SlackBlock[])[] {
  const isNew = blocks.some(({ kind }) => kind === 'chart' || kind === 'table');
  const basic = (message: Message) => messageBlocks(message, 'basic');
  return [
    (message) => messageBlocks(message, 'newest'),
    ...(isNew ? [basic] : []),
    (message) => plainSections(message),
  ];
}
