/** How the person behind a RAM user was found. */
const CONTACT_WAYS = ['slack_tag', 'dingtalk_tag', 'email', 'mobile', 'email_domain', 'link'] as const;
type ContactWay = (typeof CONTACT_WAYS)[number];

/** Who a RAM user is in chat, as it is shown to admins. */
export interface ContactLine {
  readonly kind: 'found' | 'unmapped' | 'ambiguous' | 'unreachable' | 'no_chat_credentials' | 'unreadable';
  readonly memberId: string | null;
  readonly via: ContactWay | null;
}
