import { isIP } from 'node:net';
import type { Clock, EpochMs } from '../domain/clock.ts';
import type { RamUser } from '../domain/ram-user.ts';
import { WITNESS_REACH_MS, type WitnessedEvent, type WitnessedKind } from '../domain/witness.ts';
import { AlibabaError, type Witness, type WitnessReading } from './accounts.ts';
import { type EventAnswer, eventsPage, instantOf, parseAnswer } from './answers.ts';
import { type CallContext, type CallLog, interactiveCalls } from './call-context.ts';
import type { Gateway } from './gateway.ts';
import { OPERATIONS } from './permissions.ts';

const EVENTS_PER_PAGE = 50;
/** A thousand events tell enough about anybody. */
const PAGES_MAX = 20;
/** What one lookup may span. */
const SPAN_MAX_MS = 30 * 24 * 60 * 60_000;

interface WitnessOptions {
  readonly trail: Gateway;
  readonly clock: Clock;
  readonly log: CallLog;
}

export function createWitness({ trail, clock, log }: WitnessOptions): Witness {
  return {
    async lookUp(user, since, signal) {
      try {
        const now = clock.now();
        const from = Math.max(since, now - WITNESS_REACH_MS);
        return await lookUpPeriod(trail, { user, from, to: now }, interactiveCalls(signal, log));
      } catch (error) {
        if (!(error instanceof AlibabaError)) throw error;
        return { kind: 'unreadable', code: error.code, isGrantMissing: error.reason === 'no_permission' };
      }
    },
  };
}

interface Look {
  readonly user: RamUser;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

async function lookUpPeriod(trail: Gateway, look: Look, context: CallContext): Promise<WitnessReading> {
  const events: WitnessedEvent[] = [];
  let pages = 0;
  for await (const page of eventPages(trail, look, context)) {
    events.push(...page);
    pages += 1;
    if (pages === PAGES_MAX) return { kind: 'read', events: inOrder(events), isWhole: false };
  }
  return { kind: 'read', events: inOrder(events), isWhole: true };
}

/** The latest part first, so that what is left out is the oldest. */
async function* eventPages(
  trail: Gateway,
  { user, from, to: until }: Look,
  context: CallContext,
): AsyncGenerator<readonly WitnessedEvent[]> {
  for (let to = until; to > from; to -= SPAN_MAX_MS) {
    const part = { user, from: Math.max(from, to - SPAN_MAX_MS), to };
    let token: string | null = null;
    do {
      const page: LookedUp = await lookUpPage(trail, part, { token, context });
      yield page.events;
      token = page.nextToken;
    } while (token !== null);
  }
}

const inOrder = (events: readonly WitnessedEvent[]) => events.toSorted((one, other) => one.at - other.at);

interface LookedUp {
  readonly events: readonly WitnessedEvent[];
  readonly nextToken: string | null;
}

async function lookUpPage(
  trail: Gateway,
  { user, from, to }: Look,
  by: { readonly token: string | null; readonly context: CallContext },
): Promise<LookedUp> {
  const operation = OPERATIONS.lookupEvents;
  const parameters = {
    'LookupAttribute.1.Key': 'User',
    'LookupAttribute.1.Value': user.userName,
    StartTime: dateOf(from),
    EndTime: dateOf(to),
    Direction: 'BACKWARD',
    MaxResults: String(EVENTS_PER_PAGE),
    ...(by.token === null ? {} : { NextToken: by.token }),
  };
  const answer = parseAnswer(eventsPage, await trail.read(operation, parameters, by.context), operation);
  return {
    events: answer.Events.flatMap((event) => witnessed(event, user) ?? []),
    nextToken: answer.NextToken,
  };
}

/** Without fractions, as the vendor takes it. */
const dateOf = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The vendor's names: https://www.alibabacloud.com/help/en/actiontrail/product-overview/audit-events-for-ram-user-logon */
const KINDS: ReadonlyMap<string, WitnessedKind> = new Map([
  ['ConsoleSignin', 'signed_in'],
  ['BindMFADevice', 'device_bound'],
]);

/** null: of no interest, without effect, or of somebody else who had this name. */
function witnessed(event: EventAnswer, { userId }: RamUser): WitnessedEvent | null {
  const kind = KINDS.get(event.eventName);
  const at = instantOf(event.eventTime);
  if (kind === undefined || at === null || event.errorCode !== null) return null;
  if (event.userIdentity.principalId !== userId) return null;
  const address = event.sourceIpAddress;
  return {
    kind,
    at,
    fromAddress: address !== null && isIP(address) > 0 ? address : null,
    mfaChecked: kind === 'signed_in' ? event.additionalEventData.mfaChecked : null,
  };
}
