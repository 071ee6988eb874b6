import type { ChatName } from '../domain/chats.ts';
import type { CheckLine, RunCheck } from '../domain/check-line.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { MeaningOf } from '../domain/code-meaning.ts';
import type { DeliveryFailure } from '../domain/delivery.ts';
import type { Leave } from '../domain/leave.ts';
import type { Language, Message } from '../domain/message.ts';
import type { Place } from '../domain/permission.ts';
import type { Meter } from '../domain/quota.ts';
import type { DeliveryError } from './delivery-error.ts';

/** Somebody in a chat workspace. */
export interface Person {
  readonly chat: ChatName;
  /** The chat's own id, kept as opaque text. */
  readonly memberId: string;
  readonly displayName: string;
  /** IANA zone; null where the chat does not tell. */
  readonly timeZone: string | null;
  /** null where the chat tells no locale. */
  readonly language: Language | null;
  /** Where the chat says that the person is on leave. */
  readonly leave?: Leave;
}

export type PersonLookup =
  | { readonly kind: 'found'; readonly person: Person }
  /** Nobody by that id or address, or no person. */
  | { readonly kind: 'none' }
  /** Not to be written to: was deactivated; has been invited, or has not confirmed the address, and not joined yet. */
  | { readonly kind: 'deactivated' | 'not_joined'; readonly memberId: string }
  | { readonly kind: 'ambiguous'; readonly memberIds: readonly string[] }
  | { readonly kind: 'unreadable'; readonly code: string; readonly reason: DeliveryFailure };

/** Finds people; answers from what was read at most a day ago. */
export interface PeopleDirectory {
  byMemberId(memberId: string, signal: AbortSignal): Promise<PersonLookup>;
  byEmail(email: string, signal: AbortSignal): Promise<PersonLookup>;
  byMobile(mobile: string, signal: AbortSignal): Promise<PersonLookup>;
  /** Whom a member reports to; `none` where the chat does not know. */
  managerOf(memberId: string, signal: AbortSignal): Promise<PersonLookup>;
  /** Who can be written to, for an admin to choose from; none where the chat cannot tell. */
  everybody(signal: AbortSignal): Promise<readonly Person[]>;
}

/** Where a message is: enough to change it and to answer in its thread. */
export interface MessageReference {
  readonly conversationId: string;
  readonly messageId: string;
}

/** Carried inside the message, so that the chat can be asked whether it arrived. */
export type DeliveryId = string;

export type DeliveryEvidence =
  | { readonly kind: 'delivered'; readonly reference: MessageReference }
  /** Read twice, at least ten seconds apart, and not there. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly code: string }
  /** This chat cannot be asked. */
  | { readonly kind: 'cannot_ask' };

/** An own message, and what it carries from now on, where it is changed. */
export interface SentMessage extends MessageReference {
  readonly deliveryId: DeliveryId;
}

/** An own message, found in a conversation. */
export interface PastDelivery {
  readonly deliveryId: DeliveryId;
  readonly reference: MessageReference;
  readonly at: EpochMs;
}

type PastDeliveries =
  /** Oldest first. */
  | { readonly kind: 'read'; readonly deliveries: readonly PastDelivery[] }
  | { readonly kind: 'unreadable'; readonly failure: DeliveryError }
  /** This chat cannot be asked. */
  | { readonly kind: 'cannot_ask' };

/** Says things. Never repeats a call by itself: one call is at most one message. */
export interface Messenger {
  /** @throws {DeliveryError} */
  sendToPerson(
    memberId: string,
    message: Message,
    deliveryId: DeliveryId,
    signal: AbortSignal,
  ): Promise<MessageReference>;
  /** `inThreadOf` where the chat has threads. @throws {DeliveryError} */
  sendToChannel(
    channelId: string,
    message: Message,
    options: {
      readonly deliveryId: DeliveryId;
      readonly inThreadOf?: MessageReference;
      readonly signal: AbortSignal;
    },
  ): Promise<MessageReference>;
  /** Replaces an own earlier message, its id too; `unsupported` where this chat has no such thing. @throws {DeliveryError} */
  update(sent: SentMessage, message: Message, signal: AbortSignal): Promise<'updated' | 'unsupported'>;
  /** What has this bot written to the person since then? @throws {DeliveryError} as sending does, before anything is read */
  deliveriesTo(memberId: string, since: EpochMs, signal: AbortSignal): Promise<PastDeliveries>;
  /** Did an earlier attempt, begun at `attemptedAt`, reach the person? */
  findDelivered(
    memberId: string,
    attempt: { readonly deliveryId: DeliveryId; readonly attemptedAt: EpochMs },
    signal: AbortSignal,
  ): Promise<DeliveryEvidence>;
}

/** A file on this machine; `name` is what people see. */
export interface OutgoingFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

export type FileRecipient =
  | { readonly kind: 'person'; readonly memberId: string }
  | { readonly kind: 'channel'; readonly channelId: string };

/** Hands over files. Never repeats a call by itself: one call is at most one file. */
export interface FileMessenger {
  /** What the chat must grant for it. */
  readonly permission: string;
  readonly bytesMax: number;
  /** @throws {DeliveryError} */
  send(to: FileRecipient, file: OutgoingFile, signal: AbortSignal): Promise<void>;
}

export type RecipientOutcome =
  | { readonly kind: 'sent' }
  /** Permanent for this person. */
  | { readonly kind: 'failed'; readonly code: string }
  /** Not sent: this person is refused, and that may pass. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not sent to this person now; again after `retryAfterMs`. */
  | { readonly kind: 'postponed'; readonly code: string; readonly retryAfterMs: number }
  /** May have been sent. */
  | { readonly kind: 'unknown'; readonly code: string };

/** Says the same words to several people in one metered call, in chats that count calls. */
export interface BatchMessenger {
  readonly recipientsMax: number;
  /** One outcome a member id. @throws {DeliveryError} for the call as a whole */
  sendToPeople(
    memberIds: readonly string[],
    message: Message,
    signal: AbortSignal,
  ): Promise<{
    readonly reference: MessageReference;
    readonly outcomes: ReadonlyMap<string, RecipientOutcome>;
  }>;
}

/** Does the chat take the bot's credentials and grants? Asked when something was refused; changes nothing. */
export interface CredentialsCheck {
  /** @throws {DeliveryError} */
  verify(signal: AbortSignal): Promise<void>;
}

/** What a chat must remember beyond a restart; kept in the database, handed to providers. */
export interface ChatMemory {
  /** False when this request was taken before. Written down before anything is done about it, as far as the database takes it. */
  takeOnce(requestId: string): Promise<boolean>;
  /**
   * One of what the chat counts by the month was used; `refusedWith`: was not, since the chat says that nothing is left. A
   * database that is locked or full does not make it fail.
   */
  count(meter: Meter, refusedWith?: string | null): Promise<void>;
}

/** Something a person typed or pressed. */
export interface ChatRequest {
  readonly chat: ChatName;
  readonly actor: Person;
  readonly conversation: { readonly kind: 'direct' | 'channel'; readonly id: string };
  readonly place: Place;
  /** What stands behind `/mfa`, with mentions as the chat writes them; a button's words when pressed. */
  readonly words: string;
  /** `opened`: looked at their own page, without words. */
  readonly origin: 'typed' | 'pressed' | 'opened';
  /** Shows the actor's own page, where it was opened or something in it was pressed; null: it was elsewhere. */
  readonly showHome: ((message: Message) => Promise<void>) | null;
  /** Answers the actor alone; may be called up to four times within half an hour. @throws {DeliveryError} */
  reply(message: Message): Promise<void>;
}

export type ChatRequestHandler = (request: ChatRequest) => Promise<void>;

/** How the connection is on which commands arrive. */
export type Connection =
  /** `lastFrameAt`: anything that came over it, the vendor's pings and the answers to ours included. */
  | { readonly kind: 'connected'; readonly lastFrameAt: EpochMs }
  /** Why the last attempt failed; null: none has, and the connection was lost since or never opened. */
  | {
      readonly kind: 'not_connected';
      readonly code: string | null;
      readonly reason: DeliveryFailure | null;
    };

/** The connection people's commands arrive on. The request is acknowledged to the vendor before the handler runs. */
export interface CommandSource {
  /**
   * Connects, and after the first success connects again by itself for as long as it takes, whatever the vendor says. May be
   * called again once it has thrown. @throws {DeliveryError} `configuration` when credentials or scopes are refused, any
   * other reason when it may pass
   */
  start(handler: ChatRequestHandler): Promise<void>;
  /** Takes no further request, waits for the running handlers (bounded by the signal), disconnects. */
  stop(signal: AbortSignal): Promise<void>;
  connection(): Connection;
}

/** May this person see other people's state? Fails closed. */
export interface ViewerRole {
  isViewer(request: Pick<ChatRequest, 'actor' | 'place'>, signal: AbortSignal): Promise<boolean>;
}

/** A page in the chat that each person has alone. */
export interface HomePages {
  /** In the place of what stands there. @throws {DeliveryError} */
  publish(memberId: string, message: Message, signal: AbortSignal): Promise<void>;
}

/** One chat, as `app.ts` gets it from a provider's `index.ts`. */
export interface ChatProvider {
  readonly chat: ChatName;
  readonly messenger: Messenger;
  readonly files: FileMessenger;
  readonly directory: PeopleDirectory;
  readonly commandSource: CommandSource;
  readonly viewerRole: ViewerRole;
  readonly credentials: CredentialsCheck;
  readonly meaningOf: MeaningOf;
  /** null where people have no page of their own. */
  readonly homePages: HomePages | null;
  /** null where a call is not metered and each person gets a message of their own. */
  readonly batchMessenger: BatchMessenger | null;
}

/** A message such as people will get, to be held against the chat's rules; nobody gets it. */
export interface SampleMessage {
  readonly name: string;
  readonly message: Message;
}

/** Does everything work that was set up for this chat? Sends nothing and changes nothing. */
export type CheckChat = (run: RunCheck, samples: readonly SampleMessage[]) => Promise<readonly CheckLine[]>;
