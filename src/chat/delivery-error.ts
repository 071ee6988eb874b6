const DELIVERY_ERROR_REASONS = [
  /** Permanent for this person: does not exist, is deactivated, cannot be written to. */
  'recipient',
  /** Not sent; nothing else goes through either before `retryAfterMs`. */
  'rate_limited',
  /** Not sent to this person now; again after `retryAfterMs`. Others are not affected. */
  'postponed',
  /** Not sent, and nothing else will be either until an administrator acts: token, scope, quota. */
  'configuration',
  /** Not sent to this channel until an administrator acts: missing, archived, or the bot is not in it. */
  'channel',
  /** May have been sent: time-out, 5xx, connection lost after the request left. */
  'ambiguous',
  /** Not sent: the vendor could not be reached at all. */
  'unavailable',
  /** Not sent: the vendor refuses the message itself. Our defect. */
  'message_rejected',
] as const;
export type DeliveryErrorReason = (typeof DELIVERY_ERROR_REASONS)[number];

/** Why a chat did not confirm a message. The message text says what to do and holds no secret and no personal text. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly reason: DeliveryErrorReason;
  /** The vendor's code (`user_disabled`), or the network's. */
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(details: {
    reason: DeliveryErrorReason;
    code: string;
    message: string;
    retryAfterMs?: number | null;
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause });
    this.reason = details.reason;
    this.code = details.code;
    this.retryable = ['rate_limited', 'postponed', 'unavailable'].includes(details.reason);
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}
