import type { Random } from '../random.ts';
import type { SandboxMessage } from './message.ts';
import { randomHex } from './random-ids.ts';

const VALID_MS = 90 * 60 * 1000;

/** What a session webhook belongs to. */
interface Session {
  readonly conversationId: string;
  readonly expiresAt: number;
  /** Told of every answer that comes by it. */
  readonly answered: (message: SandboxMessage) => void;
}

/** The addresses in received messages that answers may be posted to. */
export interface SessionWebhooks {
  issue(
    conversationId: string,
    answered: (message: SandboxMessage) => void,
  ): {
    /** Path and query. */
    readonly path: string;
    /** Epoch ms. */
    readonly expiresAt: number;
  };
  /** null: never issued, or expired. */
  find(session: string | undefined): Session | null;
}

export function createSessionWebhooks(now: () => number, random: Random): SessionWebhooks {
  const sessions = new Map<string, Session>();
  return {
    issue(conversationId, answered) {
      const session = randomHex(random, 32);
      const expiresAt = now() + VALID_MS;
      sessions.set(session, { conversationId, expiresAt, answered });
      return { path: `/robot/sendBySession?session=${session}`, expiresAt };
    },
    find(session) {
      const found = sessions.get(session ?? '');
      return found === undefined || now() >= found.expiresAt ? null : found;
    },
  };
}
