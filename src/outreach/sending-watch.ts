import type { CredentialsCheck } from '../chat/chat.ts';
import { DeliveryError } from '../chat/delivery-error.ts';
import type { ChatName } from '../domain/chats.ts';
import { aftermathOf, type DeliveryFailure } from '../domain/delivery.ts';
import type { ClearedBy } from '../domain/part.ts';
import {
  afterRefusal,
  afterRun,
  isRefusingEverybody,
  type RefusalStreak,
  scopeOf,
} from '../domain/refusal-streak.ts';
import type { Log } from '../log.ts';
import { type PartBoard, WORKED } from './part-board.ts';

/** To whom something was sent; null: a channel. */
interface Sent {
  readonly chat: ChatName;
  readonly memberId: string | null;
}

interface Failed extends Sent {
  readonly reason: DeliveryFailure;
  readonly code: string;
  readonly restOfRun: 'goes_on' | 'waits' | 'stops';
}

/** `probing`: one person is tried, and only who is reached opens the chat for the others. */
type Gate = 'open' | 'probing' | 'closed';

/**
 * Whether a chat can be sent to at all. That it refuses everybody needs proof: its own check of the credentials, a code that
 * can only be the app's, or refusals alike with nobody reached between. Otherwise the head of the queue would block the queue.
 */
export interface SendingWatch {
  /** At the start of a run: one that was refused is asked by its check, and then tried with one person. */
  begin(chat: ChatName, signal: AbortSignal): Promise<void>;
  /** A channel stays open to posts while it is people who are refused. */
  gate(chat: ChatName, to: 'person' | 'channel'): Gate;
  sent(to: Sent): void;
  failed(to: Failed, signal: AbortSignal): Promise<void>;
  /** At the end of a run. */
  end(chat: ChatName): void;
}

interface ChatState {
  gate: Gate;
  streak: RefusalStreak | null;
  /** Refused since somebody was last reached. */
  readonly refused: Set<string>;
  /** Refused while others were reached: that they are refused again is no proof against the chat. */
  readonly refusedAlone: Set<string>;
  /** In this run. */
  tried: boolean;
  reached: boolean;
}

export function createSendingWatch(deps: {
  readonly board: PartBoard;
  readonly credentials: ReadonlyMap<ChatName, CredentialsCheck>;
  readonly log: Log;
}): SendingWatch {
  const { board, credentials, log } = deps;
  const chats = new Map<ChatName, ChatState>();
  const stateOf = (chat: ChatName): ChatState => {
    const state = chats.get(chat) ?? newState();
    chats.set(chat, state);
    return state;
  };
  const sending = (chat: ChatName) => ({ part: chat, aspect: 'sending' }) as const;
  const fails = (chat: ChatName, code: string, how: { isPermanent: boolean; clearedBy: ClearedBy }) => {
    board.report(sending(chat), { kind: 'failed', code, ...how });
    stateOf(chat).gate = 'closed';
  };
  /** Null when the credentials are good. */
  const refusedByCheck = async (chat: ChatName, signal: AbortSignal): Promise<DeliveryError | null> => {
    try {
      await credentials.get(chat)?.verify(signal);
      return null;
    } catch (error) {
      if (error instanceof DeliveryError) return error;
      throw error;
    }
  };
  const refusedApp = async ({ chat, memberId, code }: Failed, signal: AbortSignal) => {
    const refusal = await refusedByCheck(chat, signal);
    // What people's messages lack may be another grant than the channel's.
    const byDelivery = memberId === null ? 'delivery' : 'person';
    const clearedBy = refusal === null ? byDelivery : 'check';
    fails(chat, refusal?.code ?? code, { isPermanent: true, clearedBy });
  };
  return {
    async begin(chat, signal) {
      const state = stateOf(chat);
      Object.assign(state, { gate: 'open', tried: false, reached: false });
      const record = board.record(sending(chat));
      if (record === null || record.failedSince === null) return;
      const refusal = await refusedByCheck(chat, signal);
      if (refusal !== null) {
        const isPermanent = aftermathOf(refusal.reason).reportedAs === 'stopped_chat';
        return fails(chat, refusal.code, { isPermanent, clearedBy: 'check' });
      }
      if (record.clearedBy === 'check') board.report(sending(chat), WORKED);
      else state.gate = 'probing';
    },
    gate(chat, to) {
      const isAboutPeople = board.record(sending(chat))?.clearedBy === 'person';
      return to === 'channel' && isAboutPeople ? 'open' : stateOf(chat).gate;
    },
    sent({ chat, memberId }) {
      log.messageTried({ chat, to: addressee(memberId), outcome: 'sent' });
      const state = stateOf(chat);
      const clearedBy = board.record(sending(chat))?.clearedBy;
      if (memberId === null && clearedBy === 'person') return;
      if (memberId !== null) noteReached(state, memberId);
      board.report(sending(chat), WORKED);
      state.gate = 'open';
    },
    async failed(failure, signal) {
      const { chat, memberId, reason, code } = failure;
      log.messageTried({ chat, to: addressee(memberId), outcome: reason });
      const state = stateOf(chat);
      if (memberId !== null) noteTry(state, { memberId, reason, code });
      const scope = scopeOf(failure, memberId === null ? null : state.streak);
      switch (scope) {
        case 'refused_app':
          return refusedApp(failure, signal);
        case 'silent_chat':
          return fails(chat, code, { isPermanent: false, clearedBy: 'check' });
        case 'slow_chat':
          return board.report(sending(chat), {
            kind: 'failed',
            code,
            isPermanent: false,
            clearedBy: 'delivery',
          });
        case 'refused_people':
          return fails(chat, code, { isPermanent: reason === 'refused', clearedBy: 'person' });
        case 'person':
          if (state.gate === 'probing' && memberId !== null) state.gate = 'closed';
          return;
        default:
          return scope satisfies never;
      }
    },
    end(chat) {
      const state = stateOf(chat);
      if (!state.tried || state.reached) return;
      state.streak = afterRun(state.streak);
      const { streak } = state;
      if (streak !== null && isRefusingEverybody(streak)) {
        fails(chat, streak.code, { isPermanent: true, clearedBy: 'person' });
      }
    },
  };
}

function newState(): ChatState {
  return {
    gate: 'open',
    streak: null,
    refused: new Set(),
    refusedAlone: new Set(),
    tried: false,
    reached: false,
  };
}

function noteReached(state: ChatState, memberId: string): void {
  for (const one of state.refused) state.refusedAlone.add(one);
  state.refused.clear();
  state.refusedAlone.delete(memberId);
  Object.assign(state, { streak: null, tried: true, reached: true });
}

const addressee = (memberId: string | null) => (memberId === null ? 'channel' : 'person');

function noteTry(
  state: ChatState,
  {
    memberId,
    reason,
    code,
  }: { readonly memberId: string; readonly reason: DeliveryFailure; readonly code: string },
): void {
  state.tried = true;
  // What is certain about one person, or passes by itself, says nothing about others.
  if (!aftermathOf(reason).isWaitGrowing || state.refusedAlone.has(memberId)) return;
  state.refused.add(memberId);
  state.streak = afterRefusal(state.streak, { memberId, code });
}
