import type { ChatRequestHandler, CommandSource, Connection } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import type { Clock, EpochMs } from '../domain/clock.ts';
import { aftermathOf } from '../domain/delivery.ts';
import { type PartBoard, type Seen, WORKED } from '../outreach/part-board.ts';

/** Where commands arrive: each chat is connected by itself, and one that cannot be does not keep the others waiting. */
export interface Listening {
  /** Tries every chat once. @throws {DeliveryError} when every one of them refuses the credentials */
  begin(handler: ChatRequestHandler): Promise<void>;
  /** Tries again where it is time to, and notes how the connections are that came about. */
  retry(): Promise<void>;
}

interface Ear {
  readonly source: CommandSource;
  isListening: boolean;
  tries: number;
  nextTryAt: EpochMs;
}

const RETRY_AFTER_MS = 30_000;
const RETRY_AFTER_MAX_MS = 10 * 60_000;

export function createListening(deps: {
  readonly sources: ReadonlyMap<ChatName, CommandSource>;
  readonly board: PartBoard;
  readonly clock: Clock;
}): Listening {
  const { board, clock } = deps;
  const ears = new Map<ChatName, Ear>(
    [...deps.sources].map(([chat, source]) => [
      chat,
      { source, isListening: false, tries: 0, nextTryAt: Number.NEGATIVE_INFINITY },
    ]),
  );
  let handler: ChatRequestHandler | null = null;

  /** Null when it listens now. */
  async function listen(chat: ChatName, ear: Ear): Promise<DeliveryError | null> {
    if (handler === null) return null;
    const connection = { part: chat, aspect: 'connection' } as const;
    try {
      await ear.source.start(handler);
      ear.isListening = true;
      board.report(connection, WORKED);
      return null;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const isPermanent = isRefusal(error);
      board.report(connection, { kind: 'failed', code: error.code, isPermanent, clearedBy: 'check' });
      ear.nextTryAt = clock.now() + Math.min(RETRY_AFTER_MS * 2 ** ear.tries, RETRY_AFTER_MAX_MS);
      ear.tries += 1;
      return error;
    }
  }

  /** It connects again by itself; what has come of that is noted. */
  function watch(chat: ChatName, { source }: Ear): void {
    const seen = sightingOf(source.connection(), clock.now());
    board.report({ part: chat, aspect: 'connection' }, seen);
  }

  return {
    async begin(answer) {
      handler = answer;
      const failures = await Promise.all([...ears].map(([chat, ear]) => listen(chat, ear)));
      const refusals = failures.filter((failure) => failure !== null && isRefusal(failure));
      const [first] = refusals;
      if (first && refusals.length === ears.size) throw first;
    },
    async retry() {
      for (const [chat, ear] of ears) if (ear.isListening) watch(chat, ear);
      const due = [...ears].filter(([, ear]) => !ear.isListening && ear.nextTryAt <= clock.now());
      await Promise.all(due.map(([chat, ear]) => listen(chat, ear)));
    },
  };
}

const SILENT_AFTER_MS = 2 * 60_000;

function sightingOf(connection: Connection, now: EpochMs): Seen {
  if (connection.kind === 'connected') {
    const isSilent = now - connection.lastFrameAt > SILENT_AFTER_MS;
    return isSilent ? { kind: 'failed', code: 'no_frame', isPermanent: false, clearedBy: 'check' } : WORKED;
  }
  const { code, reason } = connection;
  const isPermanent = reason !== null && aftermathOf(reason).reportedAs === 'stopped_chat';
  return { kind: 'failed', code: code ?? 'disconnected', isPermanent, clearedBy: 'check' };
}

/** An administrator has to act. */
function isRefusal({ reason }: DeliveryError): boolean {
  return aftermathOf(reason).reportedAs === 'stopped_chat';
}
