import type { ChatName } from './chats.ts';

/** How the person behind a RAM user was found; `tagIn`: by the tag of that chat. */
const CONTACT_WAYS = ['email', 'mobile', 'email_domain'] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number] | { readonly tagIn: ChatName };

/** Who a RAM user is in chat, as it is shown to admins. */
export interface ContactLine {
  readonly kind: 'found' | 'unmapped' | 'ambiguous' | 'unreachable' | 'no_chat_credentials' | 'unreadable';
  readonly memberId: string | null;
  readonly via: ContactWay | null;
}
