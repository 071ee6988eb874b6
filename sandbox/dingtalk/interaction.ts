import { AwaitedCount } from '../awaited-count.ts';
import type { SandboxMessage } from './message.ts';

/** Why the robot was not told of a message. */
type NotTold = 'robot_not_mentioned' | 'robot_not_in_group' | 'no_connection';

/** One push of a message to one connection. */
interface Push {
  /** Until the app acknowledged it with code 200; null if it did not, or not yet. */
  readonly acknowledgedWithinMs: number | null;
}

/** Something a person said, and what came of it. */
export interface Interaction {
  readonly userId: string;
  /** As it stands in the conversation. */
  readonly message: SandboxMessage;
  /** `data.msgId`, the same in every push. */
  readonly msgId: string;
  /** Where the app may answer; null if it was not told. */
  readonly sessionWebhook: string | null;
  readonly notTold: NotTold | null;
  readonly pushes: readonly Push[];
  /** From the first push on; null if no push was acknowledged, or none yet. */
  readonly acknowledgedWithinMs: number | null;
  /** By the session webhook; grows as long as the app replies. */
  readonly replies: readonly SandboxMessage[];
  /** Resolves with all replies once there are `count`. @throws {Error} after `timeoutMs` (15 s) */
  waitForReplies(count: number, timeoutMs?: number): Promise<readonly SandboxMessage[]>;
}

export interface InteractionRecord {
  readonly interaction: Interaction;
  reply(message: SandboxMessage): void;
  notTold(reason: NotTold): void;
  toldBy(sessionWebhook: string): void;
  /** A push began; to be called when it is acknowledged. */
  push(): () => void;
  /** Resolves with the first acknowledgement, and after `timeoutMs` without one. */
  waitForAcknowledgement(timeoutMs: number): Promise<void>;
}

export function createInteraction(message: SandboxMessage): InteractionRecord {
  const replies: SandboxMessage[] = [];
  const pushes: { readonly sentAtMs: number; acknowledgedWithinMs: number | null }[] = [];
  const count = new AwaitedCount(() => replies.length, 'replies');
  const acknowledged = Promise.withResolvers<void>();
  let notTold: NotTold | null = null;
  let sessionWebhook: string | null = null;
  let acknowledgedWithinMs: number | null = null;

  const interaction: Interaction = {
    userId: message.author ?? '',
    message,
    msgId: message.id,
    get sessionWebhook() {
      return sessionWebhook;
    },
    get notTold() {
      return notTold;
    },
    get pushes() {
      return pushes.map((push) => ({ acknowledgedWithinMs: push.acknowledgedWithinMs }));
    },
    get acknowledgedWithinMs() {
      return acknowledgedWithinMs;
    },
    get replies() {
      return [...replies];
    },
    async waitForReplies(wanted, timeoutMs) {
      await count.waitFor(wanted, timeoutMs);
      return [...replies];
    },
  };
  return {
    interaction,
    reply(reply) {
      replies.push(structuredClone(reply));
      count.hasGrown();
    },
    notTold(reason) {
      notTold = reason;
    },
    toldBy(webhook) {
      sessionWebhook = webhook;
    },
    push() {
      const push = { sentAtMs: performance.now(), acknowledgedWithinMs: null as number | null };
      pushes.push(push);
      return () => {
        const nowMs = performance.now();
        push.acknowledgedWithinMs = Math.round(nowMs - push.sentAtMs);
        acknowledgedWithinMs ??= Math.round(nowMs - (pushes[0]?.sentAtMs ?? nowMs));
        acknowledged.resolve();
      };
    },
    async waitForAcknowledgement(timeoutMs) {
      const timer = setTimeout(acknowledged.resolve, timeoutMs).unref();
      await acknowledged.promise;
      clearTimeout(timer);
    },
  };
}
