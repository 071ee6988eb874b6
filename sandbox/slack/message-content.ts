import { isRecord } from '../json.ts';
import { type BlockKitOptions, checkMessageBlocks } from './block-kit.ts';
import { characterCount } from './block-kit-checks.ts';
import type { Block, MessageContent, MessageMetadata } from './message.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { CallArguments } from './web-api-arguments.ts';

const TEXT_MAX = 40_000;

/** What a caller gave; `undefined` is what they left out. */
interface GivenContent {
  readonly text: string | undefined;
  readonly blocks: readonly Block[] | undefined;
  /** null: to be removed. */
  readonly metadata: MessageMetadata | null | undefined;
}

/** @throws {SlackApiError} the refusal Slack documents for what is wrong with it */
export function contentFromArguments(args: CallArguments, options: BlockKitOptions): GivenContent {
  const blocks = args.json('blocks', 'invalid_blocks_format');
  return {
    text: args.raw.text,
    blocks: blocks === undefined ? undefined : acceptBlocks(blocks, options),
    metadata: acceptMetadata(args.json('metadata', 'invalid_metadata_format')),
  };
}

/** The same for a body that is JSON throughout: a response_url post, an acknowledgement. @throws {SlackApiError} */
export function contentFromPayload(
  payload: Readonly<Record<string, unknown>>,
  options: BlockKitOptions,
): GivenContent {
  const { text, blocks } = payload;
  if (text !== undefined && typeof text !== 'string') throw new SlackApiError('invalid_payload');
  return {
    text,
    blocks: blocks === undefined ? undefined : acceptBlocks(blocks, options),
    metadata: acceptMetadata(payload.metadata),
  };
}

/** The content of a new message, and whether its text had to be cut. @throws {SlackApiError} no_text */
export function newContent(given: GivenContent): {
  readonly content: MessageContent;
  readonly isCut: boolean;
} {
  const text = given.text ?? '';
  const blocks = given.blocks ?? [];
  if (text === '' && blocks.length === 0) throw new SlackApiError('no_text');
  const isCut = characterCount(text) > TEXT_MAX;
  const kept = isCut ? [...text].slice(0, TEXT_MAX).join('') : text;
  return { content: { text: kept, blocks, metadata: given.metadata ?? null }, isCut };
}

function acceptBlocks(blocks: unknown, options: BlockKitOptions): readonly Block[] {
  if (!Array.isArray(blocks)) throw new SlackApiError('invalid_blocks_format');
  const verdict = checkMessageBlocks(blocks, options);
  if (verdict.ok) return blocks;
  const errors = verdict.problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  const messages = errors.map((error) => `[ERROR] ${error}`);
  throw new SlackApiError(verdict.error, { errors, response_metadata: { messages } });
}

/** https://docs.slack.dev/messaging/message-metadata: an event type, and a payload of plain values or flat objects. */
function acceptMetadata(metadata: unknown): MessageMetadata | null | undefined {
  if (metadata === undefined) return undefined;
  if (!isRecord(metadata)) throw new SlackApiError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  const { event_type: eventType, event_payload: eventPayload } = metadata;
  const isValid =
    typeof eventType === 'string' &&
    /^[A-Za-z0-9_.-]+$/.test(eventType) &&
    isRecord(eventPayload) &&
    Object.values(eventPayload).every(isPayloadValue);
  if (!isValid) throw new SlackApiError('invalid_metadata_schema');
  return { event_type: eventType, event_payload: eventPayload };
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function isPayloadValue(value: unknown): boolean {
  if (isPlain(value)) return true;
  if (Array.isArray(value)) return value.every(isPayloadValue);
  return isRecord(value) && Object.values(value).every(isPlain);
}
