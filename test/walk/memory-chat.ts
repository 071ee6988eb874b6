import type {
  ChatProvider,
  ChatRequest,
  ChatRequestHandler,
  CommandSource,
  MessageReference,
  PeopleDirectory,
  Person,
  PersonLookup,
} from '../../src/chat/chat.ts';
import { messageText } from '../../src/chat/console/message-text.ts';
import { DeliveryError } from '../../src/chat/delivery-error.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { DeliveryFailure } from '../../src/domain/delivery.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Chat, Colleague } from '../model/world.ts';

/** A message that arrived. */
export interface Arrived {
  readonly at: number;
  readonly to: string;
  deliveryId: string;
  readonly reference: MessageReference;
  message: Message;
}

/** What becomes of one try to send; null: it arrives. `silence`: it arrives, and nobody answers. */
export type Fate = 'recipient' | 'rate_limited' | 'lost' | 'blurred' | 'silence' | null;

export interface MemoryChatOptions {
  readonly chat: Chat;
  readonly colleagues: ReadonlyMap<string, Colleague>;
  readonly emailOf: (memberId: string) => string | null;
  readonly channels: ReadonlySet<string>;
  readonly clock: Clock;
  readonly fateOf: (to: string) => Fate;
  /** False: it refuses the credentials; `unreadable`: people cannot be looked up. */
  readonly works: () => boolean | 'unreadable';
}

/** A chat that lies in memory, with whoever types in it. */
export interface MemoryChat {
  readonly provider: ChatProvider;
  readonly arrived: readonly Arrived[];
  /** Types it in the direct message with the bot, and answers with the replies. */
  type(
    memberId: string,
    words: string,
  ): { readonly acknowledged: Promise<void>; readonly replies: readonly Message[] };
}

const LOOKS_APART_MS = 10_000;

export function memoryChat(options: MemoryChatOptions): MemoryChat {
  const { chat } = options;
  const arrived: Arrived[] = [];
  const directory = directoryOf(options);
  const commands = memoryCommands(options);
  const unmetered = { batchMessenger: null, homePages: null, viewerRole: { isViewer: async () => false } };
  const provider: ChatProvider = {
    ...{
      chat,
      directory,
      messenger: messengerOf(options, arrived),
      files: {
        permission: 'none',
        bytesMax: 0,
        send: async () => Promise.reject(failure('refused', 'no_files')),
      },
      commandSource: commands.source,
      ...unmetered,
    },
    credentials: { verify: async () => requireWorking(options) },
    meaningOf: () => 'vendor_failed',
  };
  return { provider, arrived, type: commands.type };
}

function failure(reason: DeliveryFailure, code: string, retryAfterMs: number | null = null): DeliveryError {
  return new DeliveryError({ reason, code, message: `The chat in memory says ${code}`, retryAfterMs });
}

function requireWorking({ works }: MemoryChatOptions): void {
  if (works() === false) throw failure('configuration', 'invalid_auth');
}

function messengerOf(options: MemoryChatOptions, arrived: Arrived[]): ChatProvider['messenger'] {
  const { chat, colleagues, channels, clock, fateOf } = options;
  const arrive = (to: string, message: Message, deliveryId: string): MessageReference => {
    const reference = { conversationId: to, messageId: String(arrived.length + 1) };
    arrived.push({ at: clock.now(), to, deliveryId, reference, message });
    return reference;
  };
  const deliver = async (to: string, said: { message: Message; deliveryId: string; signal: AbortSignal }) => {
    const { message, deliveryId, signal } = said;
    if (signal.aborted) throw failure('unavailable', 'aborted');
    const fate = fateOf(to);
    if (fate === 'recipient') throw failure('recipient', 'user_disabled');
    if (fate === 'rate_limited') throw failure('rate_limited', 'ratelimited', 1000);
    if (fate === 'lost') throw failure('ambiguous', 'ECONNRESET');
    const reference = arrive(to, message, deliveryId);
    if (fate === 'silence')
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (fate !== null) throw failure('ambiguous', 'ECONNRESET');
    return reference;
  };
  return {
    async sendToPerson(to, message, deliveryId, signal) {
      requireWorking(options);
      if (colleagues.get(to)?.hasLeft ?? true) throw failure('recipient', 'user_not_found');
      return deliver(to, { message, deliveryId, signal });
    },
    async sendToChannel(to, message, { deliveryId, signal }) {
      requireWorking(options);
      if (!channels.has(to)) throw failure('channel', 'not_in_channel');
      return deliver(to, { message, deliveryId, signal });
    },
    async update({ messageId, deliveryId }, message) {
      const found = arrived.find((one) => one.reference.messageId === messageId);
      if (found !== undefined) Object.assign(found, { message, deliveryId });
      return 'updated';
    },
    deliveriesTo: async (to, since) =>
      chat === 'dingtalk'
        ? { kind: 'cannot_ask' }
        : { kind: 'read', deliveries: arrived.filter((one) => one.to === to && one.at >= since) },
    async findDelivered(to, { deliveryId }, signal) {
      if (chat === 'dingtalk') return { kind: 'cannot_ask' };
      const found = arrived.find((one) => one.to === to && one.deliveryId === deliveryId);
      if (found !== undefined) return { kind: 'delivered', reference: found.reference };
      await clock.sleep(LOOKS_APART_MS, signal);
      return { kind: 'absent' };
    },
  };
}

function directoryOf({ chat, colleagues, emailOf, works }: MemoryChatOptions): PeopleDirectory {
  const own = () => [...colleagues.values()].filter((one) => one.chat === chat);
  const answer = (found: readonly Colleague[]): PersonLookup => {
    const state = works();
    if (state === false) return { kind: 'unreadable', code: 'invalid_auth', reason: 'configuration' };
    if (state === 'unreadable') return { kind: 'unreadable', code: 'ECONNRESET', reason: 'unavailable' };
    const present = found.filter(({ hasLeft }) => !hasLeft);
    if (present.length > 1) return { kind: 'ambiguous', memberIds: present.map(({ memberId }) => memberId) };
    if (present[0] !== undefined) return { kind: 'found', person: personOf(present[0]) };
    return found[0] === undefined ? { kind: 'none' } : { kind: 'deactivated', memberId: found[0].memberId };
  };
  const named = (memberId: string | null) => {
    const found = memberId === null ? undefined : colleagues.get(memberId);
    return found?.chat === chat ? [found] : [];
  };
  return {
    byMemberId: async (memberId) => answer(named(memberId)),
    byEmail: async (email) => answer(own().filter((one) => emailOf(one.memberId) === email.toLowerCase())),
    byMobile: async () => ({ kind: 'none' }),
    managerOf: async (memberId) => answer(named(colleagues.get(memberId)?.managerId ?? null)),
    everybody: async () =>
      works() === true
        ? own()
            .filter(({ hasLeft }) => !hasLeft)
            .map(personOf)
        : [],
  };
}

function personOf({ chat, memberId, zone, leave }: Colleague): Person {
  const status = leave === null ? {} : { leave };
  return { chat, memberId, displayName: memberId, timeZone: zone, language: 'en', ...status };
}

function memoryCommands(options: MemoryChatOptions): {
  readonly source: CommandSource;
  readonly type: MemoryChat['type'];
} {
  const { chat, colleagues, clock } = options;
  let handler: ChatRequestHandler | null = null;
  const running = new Set<Promise<void>>();
  const source: CommandSource = {
    async start(given) {
      requireWorking(options);
      handler = given;
    },
    async stop(signal) {
      handler = null;
      const expired = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await Promise.race([Promise.all(running), expired]);
    },
    connection: () =>
      handler === null
        ? { kind: 'not_connected', code: null, reason: null }
        : { kind: 'connected', lastFrameAt: clock.now() },
  };
  return {
    source,
    type(memberId, words) {
      const actor = colleagues.get(memberId);
      if (actor === undefined || handler === null) throw new Error('Nobody types, or nobody listens');
      const replies: Message[] = [];
      const request: ChatRequest = {
        ...{ chat, actor: personOf(actor), conversation: { kind: 'direct', id: memberId }, place: 'private' },
        ...{ words: words.trim(), origin: 'typed', showHome: null },
        reply: async (message) => void replies.push(message),
      };
      const acknowledged = handler(request);
      running.add(acknowledged);
      void acknowledged.finally(() => running.delete(acknowledged));
      return { acknowledged, replies };
    },
  };
}

const LINES_MAX = 200;

/** As its reader sees it. */
export function seenText(message: Message): string {
  const lines = [message.summary, messageText(message)].join('\n').split('\n');
  const more = lines.length - LINES_MAX;
  return more <= 0 ? lines.join('\n') : [...lines.slice(0, LINES_MAX), `… and ${more} more`].join('\n');
}
