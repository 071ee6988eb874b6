import { AwaitedCount } from '../awaited-count.ts';
import type { ButtonChoice, ConfirmDialog } from './button.ts';
import type { SandboxMessage } from './message.ts';
import type { Acknowledgement } from './socket-mode.ts';

/** One thing the app showed in answer to what a person typed or pressed. */
export interface Reply {
  readonly via: 'ack' | 'response_url' | 'chat.update' | 'chat.postEphemeral';
  readonly effect: 'posted' | 'replaced' | 'deleted';
  /** The message as it was then. */
  readonly message: Readonly<SandboxMessage>;
}

export interface TypedCommand {
  readonly userId: string;
  /** Behind the command's name, as Slack passes it on. */
  readonly text: string;
  /** Where it is typed; without it, in the direct message with the bot. */
  readonly channelId?: string;
  /** `/mfa` */
  readonly command?: string;
  /** Another workspace's id, as a shared channel would bring. */
  readonly teamId?: string;
}

export interface ButtonPress extends ButtonChoice {
  readonly userId: string;
  /** The message, or its `ts`. */
  readonly message: Pick<SandboxMessage, 'ts'> | string;
  /** What arrives in the place of the button's value, had somebody altered it on its way. */
  readonly sends?: string;
  /** What the person answers if Slack asks first; `confirm`. */
  readonly answer?: 'confirm' | 'deny';
}

/** A command typed or a button pressed, and what came of it. */
export interface Interaction {
  readonly memberId: string;
  /** Empty at the Home tab, where there is none. */
  readonly responseUrl: string;
  /** Milliseconds until the app acknowledged; null if it did not, or nothing was sent to it. */
  readonly acknowledgedWithinMs: number | null;
  /** What Slack tells the person when the app failed them. */
  readonly error: Acknowledgement['error'];
  /** The dialog the pressed button brought up first. */
  readonly confirm: ConfirmDialog | null;
  /** Grows as long as the app replies. */
  readonly replies: readonly Reply[];
  /** Resolves with all replies once there are `count`. @throws {Error} after `timeoutMs` (15 s) */
  waitForReplies(count: number, timeoutMs?: number): Promise<readonly Reply[]>;
}

export interface InteractionRecord {
  readonly interaction: Interaction;
  add(reply: Reply): void;
  acknowledge(acknowledgement: Acknowledgement): void;
}

export function createInteraction(start: {
  readonly memberId: string;
  readonly confirm: ConfirmDialog | null;
  /** Asked once, with where the replies that come that way are to go. */
  readonly issueResponseUrl: ((add: (reply: Reply) => void) => string) | null;
}): InteractionRecord {
  const replies: Reply[] = [];
  const count = new AwaitedCount(() => replies.length, 'replies');
  let acknowledgement: Acknowledgement = { withinMs: null, payload: null, error: null };

  const add = (reply: Reply): void => {
    replies.push(structuredClone(reply));
    count.hasGrown();
  };

  const interaction: Interaction = {
    memberId: start.memberId,
    responseUrl: start.issueResponseUrl === null ? '' : start.issueResponseUrl(add),
    confirm: start.confirm,
    get acknowledgedWithinMs() {
      return acknowledgement.withinMs;
    },
    get error() {
      return acknowledgement.error;
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
    add,
    acknowledge(received) {
      acknowledgement = received;
    },
  };
}
