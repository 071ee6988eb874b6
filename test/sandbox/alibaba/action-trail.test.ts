import { describe, expect, it } from 'vitest';
import { allowPolicy } from '../../../sandbox/alibaba/index.ts';
import { COMPANY, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, refusal } from './sdk-clients.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ago = (ms: number) => `${new Date(NOW - ms).toISOString().slice(0, 19)}Z`;

/** A record in which alice signs in each minute, from eleven minutes ago backwards. */
async function startTrail(events: number) {
  const users = (COMPANY.users ?? []).map((user) =>
    user.userName === 'mfa-reader' ? { ...user, policy: allowPolicy(['actiontrail:LookupEvents']) } : user,
  );
  const sandbox = await startSandbox({
    accounts: [
      {
        ...COMPANY,
        users,
        events: Array.from({ length: events }, (_, index) => ({
          eventName: 'ConsoleSignin',
          eventTime: ago((index + 11) * MINUTE_MS),
          userName: 'alice',
          mfaChecked: 'false',
        })),
      },
    ],
    now: () => NOW,
    enforceQuotas: false,
  });
  const call = genericCaller(sandbox.url, READER);
  return {
    sandbox,
    lookUp: (query: Record<string, string> = {}) => call('actiontrail', 'LookupEvents', query),
  };
}

const timesOf = (answer: { readonly Events: readonly { readonly eventTime: string }[] }) =>
  answer.Events.map(({ eventTime }) => eventTime);

describe('ActionTrail LookupEvents', () => {
  it('answers the latest first, 20 a page unless asked for more, to the end', async () => {
    const { lookUp } = await startTrail(45);
    const first = await lookUp();
    expect(timesOf(first)).toHaveLength(20);
    expect(timesOf(first)[0]).toBe(ago(11 * MINUTE_MS));
    const second = await lookUp({ NextToken: first.NextToken });
    const third = await lookUp({ NextToken: second.NextToken });
    expect(timesOf(third)).toHaveLength(5);
    expect(third.NextToken).toBeUndefined();
    const forward = await lookUp({ Direction: 'FORWARD', MaxResults: '1' });
    expect(timesOf(forward)).toEqual([ago(55 * MINUTE_MS)]);
  });

  it('shows an event ten minutes after it happened', async () => {
    const { sandbox, lookUp } = await startTrail(0);
    const account = sandbox.account(COMPANY.accountId);
    account.record({ eventName: 'ConsoleSignin', eventTime: ago(9 * MINUTE_MS), userName: 'alice' });
    account.record({ eventName: 'BindMFADevice', eventTime: ago(10 * MINUTE_MS), userName: 'alice' });
    expect((await lookUp()).Events).toMatchObject([
      {
        eventName: 'BindMFADevice',
        errorCode: '',
        userIdentity: { type: 'ram-user', userName: 'alice', principalId: account.user('alice').userId },
      },
    ]);
  });

  it('knows the user and the name of an event, one or both', async () => {
    const { sandbox, lookUp } = await startTrail(1);
    const eventTime = ago(30 * MINUTE_MS);
    sandbox.account(COMPANY.accountId).record({ eventName: 'BindMFADevice', eventTime, userName: 'bob' });
    const by = (Key: string, Value: string, number = 1) => ({
      [`LookupAttribute.${number}.Key`]: Key,
      [`LookupAttribute.${number}.Value`]: Value,
    });
    expect((await lookUp(by('User', 'bob'))).Events).toHaveLength(1);
    expect((await lookUp({ ...by('User', 'bob'), ...by('EventName', 'ConsoleSignin', 2) })).Events).toEqual(
      [],
    );
  });

  it.each([
    ['51 events a page', { MaxResults: '51' }, 'InvalidParameter.MaxResults'],
    ['a start without an end', { StartTime: ago(DAY_MS) }, 'InvalidParameter.TimeRange'],
    ['31 days at once', { StartTime: ago(31 * DAY_MS), EndTime: ago(0) }, 'InvalidParameter.TimeRange'],
    [
      '91 days back',
      { StartTime: ago(91 * DAY_MS), EndTime: ago(80 * DAY_MS) },
      'InvalidParameter.TimeRange',
    ],
    ['an end before the start', { StartTime: ago(0), EndTime: ago(DAY_MS) }, 'InvalidParameter.TimeRange'],
    [
      'a time with fractions',
      { StartTime: '2026-11-20T00:00:00.000Z', EndTime: ago(0) },
      'InvalidParameter.StartTime',
    ],
    ['an attribute that is none', { 'LookupAttribute.1.Key': 'Shoe' }, 'InvalidParameter.LookupAttribute'],
    [
      'three attributes',
      Object.fromEntries([1, 2, 3].map((number) => [`LookupAttribute.${number}.Key`, 'User'])),
      'InvalidParameter.LookupAttribute',
    ],
    ['a token nobody was given', { NextToken: 'MQ' }, 'InvalidParameter.Marker'],
  ] as [string, Record<string, string>, string][])('refuses %s', async (_, query, code) => {
    const { lookUp } = await startTrail(1);
    expect(await refusal(lookUp(query))).toMatchObject({ code });
  });

  it('takes a token for the request it came from, and for no other', async () => {
    const { lookUp } = await startTrail(30);
    const { NextToken } = await lookUp({ MaxResults: '10' });
    expect(await refusal(lookUp({ MaxResults: '20', NextToken }))).toMatchObject({
      code: 'InvalidParameter.Marker',
    });
  });

  it('needs its permission', async () => {
    const { sandbox, lookUp } = await startTrail(1);
    sandbox.account(COMPANY.accountId).user('mfa-reader').policy = allowPolicy(['ram:*']);
    expect(await refusal(lookUp())).toMatchObject({ code: 'NoPermission', statusCode: 403 });
  });
});
