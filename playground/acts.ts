import { z } from 'zod';

const TYPED_MAX = 2000;
const id = z.string().min(1).max(100);
const typed = z.string().max(TYPED_MAX);
const ramUser = { accountId: id, userName: id };

const DEVICES = ['virtual', 'security_key', 'passkey'] as const;
export type Device = (typeof DEVICES)[number];

const CLOCK_MOVES = ['next_hour', 'next_working_day', 'next_step'] as const;
export type ClockMove = (typeof CLOCK_MOVES)[number];

export const FAULT_NAMES = [
  'alibaba_throttles',
  'slack_throttles',
  'slack_token_revoked',
  'slack_person_refused',
  'dingtalk_throttles',
  'dingtalk_secret_reset',
  'dingtalk_person_refused',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** All that can be done on the page; whoever does it is named by the id in that chat. */
export const ACT = z.discriminatedUnion('kind', [
  /** `text` is what stands behind `/mfa`; `place` is `direct` or a channel's id. */
  z.strictObject({ kind: z.literal('slack_command'), memberId: id, place: id, text: typed }),
  /** `answer` is to the question Slack asks first, where the button has one. */
  z.strictObject({
    kind: z.literal('slack_press'),
    memberId: id,
    ts: id,
    actionId: id,
    answer: z.enum(['confirm', 'deny']),
  }),
  /** `place` is `direct` or an openConversationId. */
  z.strictObject({ kind: z.literal('dingtalk_say'), userId: id, place: id, text: typed.min(1) }),
  /** Presses a link that says something. */
  z.strictObject({
    kind: z.literal('dingtalk_follow'),
    userId: id,
    place: id,
    messageId: id,
    label: z.string().max(TYPED_MAX),
  }),
  z.strictObject({ kind: z.literal('bind_device'), ...ramUser, device: z.enum(DEVICES) }),
  z.strictObject({ kind: z.literal('remove_devices'), ...ramUser }),
  z.strictObject({ kind: z.literal('move_clock'), move: z.enum(CLOCK_MOVES) }),
  z.strictObject({ kind: z.literal('switch_fault'), fault: z.enum(FAULT_NAMES), isOn: z.boolean() }),
  z.strictObject({ kind: z.literal('start_over') }),
]);
export type Act = z.infer<typeof ACT>;

/** What came of an act, beside what can be seen. */
export type Outcome =
  | { readonly kind: 'done' }
  /** The bot has not answered yet. */
  | { readonly kind: 'no_answer' }
  /** What Slack says when the app failed it: `operation_timeout`, … */
  | { readonly kind: 'slack_failed'; readonly code: string }
  /** In a group a robot hears only what mentions it. */
  | { readonly kind: 'not_heard' }
  /** No step falls due: nobody has started the bot, or nobody is left to be written to. */
  | { readonly kind: 'nothing_due'; readonly because: 'not_started' | 'nobody_left' }
  /** The page showed something that is not there any more. */
  | { readonly kind: 'not_there' };
