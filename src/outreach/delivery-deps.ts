import type { BatchMessenger } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Log } from '../log.ts';
import type { CarryOutDeps } from './carry-out.ts';
import type { LiveCheck } from './live-check.ts';
import type { OutlookDeps } from './outlook.ts';
import type { QuotaDeps } from './quota.ts';
import type { Recollect } from './recollection.ts';
import type { WaitingMessages } from './waiting-messages.ts';

/** What sending works with. */
export interface DeliveryDeps extends OutlookDeps, Pick<QuotaDeps, 'monthlyQuotas'>, CarryOutDeps {
  readonly log: Log;
  /** Looks at people for one delivery run. */
  readonly newLiveCheck: () => LiveCheck;
  readonly recollect: Recollect;
  /** Whether what fell due then may have been said before this database, an older copy, was put in its place. */
  readonly isForgotten: (dueAt: EpochMs) => boolean;
  readonly batchMessengers: ReadonlyMap<ChatName, BatchMessenger>;
  readonly waiting: WaitingMessages;
  /** Names this process in the claims it makes. */
  readonly bootId: string;
  readonly newId: () => string;
}
