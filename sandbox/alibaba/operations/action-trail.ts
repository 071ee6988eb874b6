import type { RecordedEvent } from '../account-state.ts';
import { invalidParameter } from '../api-error.ts';
import { choiceParameter, integerParameter, type Params } from '../params.ts';
import { vendorDate } from '../vendor-date.ts';
import type { Call, Operation } from './operation.ts';

/**
 * ActionTrail 2020-07-06: the record of who did what, ten minutes late and 90 days deep.
 * https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06-lookupevents
 */
export const actionTrailOperations: Readonly<Record<string, Operation>> = {
  LookupEvents: {
    callsPerSecond: 2,
    grant: () => ({ action: 'actiontrail:LookupEvents', resource: '*' }),
    run: lookupEvents,
  },
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DELAY_MS = 10 * MINUTE_MS;

function lookupEvents({ cloud, account, params }: Call): Record<string, unknown> {
  const maxResults = integerParameter(params, 'MaxResults', { min: 1, max: 50, default: 20 });
  const isForward = choiceParameter(params, 'Direction', ['FORWARD', 'BACKWARD']) === 'FORWARD';
  const period = periodOf(params, cloud.nowMs());
  const conditions = conditionsOf(params);
  const ordered = account.events
    .filter((event) => isWithin(event, period, cloud.nowMs()) && conditions.every((fits) => fits(event)))
    .sort((one, other) => (one.eventTime < other.eventTime === isForward ? -1 : 1));
  // A token is good for the request it came from, and no other.
  const { NextToken: token, ...request } = params;
  const list = `actiontrail/${account.accountId}/${JSON.stringify(Object.entries(request).sort())}`;
  const start = token === undefined ? 0 : cloud.markers.read(list, token);
  const end = start + maxResults;
  return {
    StartTime: vendorDate(period.startMs),
    EndTime: vendorDate(period.endMs),
    Events: ordered.slice(start, end).map((event) => eventAnswer(event, account.accountId)),
    ...(end < ordered.length && { NextToken: cloud.markers.create(list, end) }),
  };
}

interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

/** Both ends or none; at most 30 days at once and 90 days back. */
function periodOf({ StartTime, EndTime }: Params, nowMs: number): Period {
  if ((StartTime === undefined) !== (EndTime === undefined)) throw invalidParameter('TimeRange');
  if (StartTime === undefined || EndTime === undefined) return { startMs: nowMs - 7 * DAY_MS, endMs: nowMs };
  const period = { startMs: instant(StartTime, 'StartTime'), endMs: instant(EndTime, 'EndTime') };
  const { startMs, endMs } = period;
  const isTooFarBack = startMs < nowMs - 90 * DAY_MS - MINUTE_MS;
  if (startMs > endMs || endMs - startMs > 30 * DAY_MS || isTooFarBack) throw invalidParameter('TimeRange');
  return period;
}

function instant(text: string, parameter: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) throw invalidParameter(parameter);
  return Date.parse(text);
}

function isWithin({ eventTime }: RecordedEvent, { startMs, endMs }: Period, nowMs: number): boolean {
  const at = Date.parse(eventTime);
  return at >= startMs && at <= endMs && at <= nowMs - DELAY_MS;
}

const ATTRIBUTES: ReadonlyMap<string, (event: RecordedEvent) => string> = new Map([
  ['User', ({ userName }) => userName],
  ['EventName', ({ eventName }) => eventName],
]);

/** One or two of them, and every one must fit. Documented ones that are not built here are refused. */
function conditionsOf(params: Params): readonly ((event: RecordedEvent) => boolean)[] {
  const numbers = Object.keys(params).flatMap(
    (name) => /^LookupAttribute\.(\d+)\.Key$/.exec(name)?.[1] ?? [],
  );
  if (numbers.length > 2) throw invalidParameter('LookupAttribute');
  return numbers.map((number) => {
    const read = ATTRIBUTES.get(params[`LookupAttribute.${number}.Key`] ?? '');
    if (read === undefined) throw invalidParameter('LookupAttribute');
    const value = params[`LookupAttribute.${number}.Value`];
    return (event: RecordedEvent) => read(event) === value;
  });
}

/** https://www.alibabacloud.com/help/doc-detail/286977.htm */
function eventAnswer(event: RecordedEvent, accountId: string): Record<string, unknown> {
  const { eventId, eventName, eventTime, userName, userId, sourceIpAddress, mfaChecked, errorCode } = event;
  return {
    eventId,
    eventName,
    eventTime,
    eventType: eventName === 'ConsoleSignin' ? 'ConsoleSignin' : 'ConsoleOperation',
    eventSource: 'signin.aliyun.com',
    eventVersion: '1',
    serviceName: 'AasSub',
    errorCode: errorCode ?? '',
    ...(sourceIpAddress !== undefined && { sourceIpAddress }),
    userIdentity: { accountId, type: 'ram-user', userName, ...(userId !== null && { principalId: userId }) },
    additionalEventData: mfaChecked === undefined ? {} : { mfaChecked },
  };
}
