/** Something in a message that can be pressed. */
export type MessageLink =
  /** `opens`: where it leads in the end; `automatic`: nobody wrote a link, the client makes one of a plain address. */
  | {
      readonly kind: 'web';
      readonly label: string;
      readonly url: string;
      readonly opens: string;
      readonly automatic: boolean;
    }
  /** `dtmd://dingtalkclient/sendMessage?content=…`: whoever presses it says `sends`. */
  | { readonly kind: 'send_message'; readonly label: string; readonly url: string; readonly sends: string }
  /** Loaded as soon as the message is seen. */
  | { readonly kind: 'image'; readonly label: string; readonly url: string }
  | { readonly kind: 'other'; readonly label: string; readonly url: string };

export interface MessageContent {
  /** `sampleMarkdown`, …; by a session webhook its `msgtype`; `text` or `richText` of what people write. */
  readonly msgKey: string;
  /** What the chat list and the notification show; null where the kind has none. */
  readonly title: string | null;
  /** As sent. */
  readonly text: string;
  /** As people read it: markup carried out, labels in the place of links. */
  readonly shownText: string;
  /** In the text. */
  readonly links: readonly MessageLink[];
  readonly buttons: readonly MessageLink[];
  /** userIds that are notified of it. */
  readonly mentions: readonly string[];
  readonly mentionsEverybody: boolean;
  /** Of a file. */
  readonly mediaId?: string;
}

export interface SandboxMessage extends MessageContent {
  readonly id: string;
  readonly conversationId: string;
  /** userId; null: the robot. */
  readonly author: string | null;
  /** One for all recipients of a call; null if it did not come by the robot's API. */
  readonly processQueryKey: string | null;
  /** Epoch ms by the sandbox's clock. */
  readonly sentAt: number;
}

const NOTHING = { title: null, links: [], buttons: [], mentions: [], mentionsEverybody: false } as const;

export function newContent(
  content: Pick<MessageContent, 'msgKey' | 'text' | 'shownText'> & Partial<MessageContent>,
): MessageContent {
  return { ...NOTHING, ...content };
}
