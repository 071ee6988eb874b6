export type Block = Readonly<Record<string, unknown>>;

/** Application data inside a message. https://docs.slack.dev/messaging/message-metadata */
export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface SharedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: MessageMetadata | null;
}

/** A message as it stands now. */
export interface SandboxMessage {
  readonly ts: string;
  /** Id of the conversation. */
  readonly channel: string;
  /** User id of who wrote it. */
  readonly author: string;
  text: string;
  blocks: readonly Block[];
  metadata: MessageMetadata | null;
  /** `ts` of the last change; null if it is as first posted. */
  editedTs: string | null;
  /** `ts` of the thread's first message; null outside threads. */
  readonly threadTs: string | null;
  /** Whom alone it is shown to; null for an ordinary message. */
  readonly ephemeralTo: string | null;
  /** false: accepted, but the recipient was deactivated, so nobody will ever read it. */
  readonly reachesSomebody: boolean;
  /** Shared with it; none. */
  readonly files?: readonly SharedFile[];
}
