import type { BatchMessenger, Messenger } from '../chat/chat.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChatName } from '../domain/message.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { LiveCheckDeps } from './live-check.ts';
import type { OutlookDeps } from './outlook.ts';
import type { QuotaDeps } from './quota.ts';

/** What sending works with. */
export interface DeliveryDeps
  extends OutlookDeps,
    Omit<LiveCheckDeps, 'policy'>,
    Pick<QuotaDeps, 'monthlyQuotas'> {
  readonly clock: Clock;
  readonly log: Log;
  readonly messengers: ReadonlyMap<ChatName, Messenger>;
  readonly batchMessengers: ReadonlyMap<ChatName, BatchMessenger>;
  /** Names this process in the claims it makes. */
  readonly bootId: string;
  readonly newId: () => string;
  readonly db: Database;
}
