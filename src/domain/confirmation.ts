import type { Direction } from './enforcement.ts';
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
  | { readonly kind: 'start'; readonly preview: StartPreview };
