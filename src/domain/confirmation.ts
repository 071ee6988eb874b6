import type { ChatName } from './chats.ts';
import type { EpochMs } from './clock.ts';
import type { Direction } from './enforcement.ts';
import type { ErasePreview } from './erasure.ts';
import type { UserId, UserLabel } from './ram-user.ts';

/** What an admin was shown before enforcing. */
export interface EnforcePreview {
  readonly direction: Direction;
  readonly users: readonly UserLabel[];
}

/** What an admin was shown before releasing; what became held afterwards stays held. */
export interface StartPreview {
  readonly pauseId: number | null;
  readonly holds: readonly { readonly holdId: number; readonly absentUserIds: readonly UserId[] }[];
  readonly pilot: readonly { readonly user: UserLabel; readonly holdId: number }[] | null;
}

/** What exactly was shown to whoever is asked to confirm: nothing else is done. */
export type Previewed =
  | { readonly kind: Direction; readonly preview: EnforcePreview }
  | { readonly kind: 'start'; readonly preview: StartPreview }
  | { readonly kind: 'erase'; readonly preview: ErasePreview };

/** Why a code does not confirm anything. */
const CONFIRMATION_REFUSALS = ['too_many_tries', 'unknown_code', 'not_yours', 'used', 'expired'] as const;
export type ConfirmationRefusal = (typeof CONFIRMATION_REFUSALS)[number];

interface Asked {
  readonly actorChat: ChatName;
  readonly actorMemberId: string;
  readonly usedAt: EpochMs | null;
  readonly expiresAt: EpochMs;
}

/** Wrong codes that one person may type within the time a question stands. */
const WRONG_CODES_MAX = 5;

/** Null when the code confirms what was asked. */
export function whyNotConfirmed(
  asked: Asked | undefined,
  actor: { readonly chat: ChatName; readonly memberId: string },
  so: { readonly now: EpochMs; readonly wrongCodes: number },
): ConfirmationRefusal | null {
  if (so.wrongCodes >= WRONG_CODES_MAX) return 'too_many_tries';
  if (asked === undefined) return 'unknown_code';
  if (asked.actorChat !== actor.chat || asked.actorMemberId !== actor.memberId) return 'not_yours';
  if (asked.usedAt !== null) return 'used';
  return so.now > asked.expiresAt ? 'expired' : null;
}
