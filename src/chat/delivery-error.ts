import type { DeliveryFailure } from '../domain/delivery.ts';

/** Why a chat did not confirm a message. The message text says what to do and holds no secret and no personal text. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly reason: DeliveryFailure;
  /** The vendor's code (`user_disabled`), or the network's. */
  readonly code: string;
  readonly retryAfterMs: number | null;

  constructor(details: {
    reason: DeliveryFailure;
    code: string;
    message: string;
    retryAfterMs?: number | null;
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause });
    this.reason = details.reason;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}
