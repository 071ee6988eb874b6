import { describe, expect, it } from 'vitest';
import type { AccountSeed, AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { readerPolicy, witnessPolicy } from '../../src/alibaba/index.ts';
import type { RamUser } from '../../src/domain/ram-user.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  asked,
  commonOptions,
  never,
  ownReader,
  READER_NAME,
  startCloud,
} from './company.ts';
import { SteppedClock } from './stepped-clock.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HOME = '203.0.113.7';

type Event = NonNullable<AccountSeed['events']>[number];

const ago = (ms: number) => `${new Date(NOW - ms).toISOString().slice(0, 19)}Z`;
const event = (more: Partial<Event>): Event => ({
  eventName: 'ConsoleSignin',
  eventTime: ago(DAY_MS),
  userName: 'nora',
  sourceIpAddress: HOME,
  mfaChecked: 'false',
  ...more,
});

const READER = {
  userName: READER_NAME,
  policy: {
    Version: '1',
    Statement: [...readerPolicy().Statement, ...witnessPolicy().Statement],
  },
} as const;

/** An account with this record, and the clock of whoever looks into it. */
async function lookingInto(events: readonly Event[], rest: Partial<AccountSeed> = {}) {
  const people = [{ userName: 'nora', loginProfile: {} }, { userName: 'omar' }, READER];
  const cloud = await startCloud({
    accounts: [accountOf([], { users: people, events, ...rest })],
    now: () => NOW,
  });
  const clock = new SteppedClock(NOW);
  const accounts = accountsIn(cloud, { ...commonOptions(cloud), clock });
  const reader = await clock.runUntilDone(ownReader(accounts));
  const lookUp = (since: number, user = noraIn(cloud)) =>
    clock.runUntilDone(reader.witness.lookUp(user, since, never));
  return { cloud, clock, lookUp };
}

function noraIn(cloud: AlibabaSandbox): RamUser {
  const { userId } = cloud.account(ACCOUNT_ID).user('nora');
  const rest = { displayName: '', email: null, mobile: null, tags: {}, lastSignInAt: null };
  return {
    ...rest,
    accountId: ACCOUNT_ID,
    userId: userId as RamUser['userId'],
    userName: 'nora',
    logonName: 'nora@example.onaliyun.com',
  };
}

describe('the account’s own record', () => {
  it('tells when and from where somebody signed in and bound a device, oldest first', async () => {
    const { mfaChecked: _, ...bound } = event({ eventName: 'BindMFADevice' });
    const { lookUp } = await lookingInto([
      bound,
      event({ eventTime: ago(40 * DAY_MS), mfaChecked: 'true' }),
      event({ eventTime: ago(DAY_MS + MINUTE_MS) }),
    ]);
    expect(await lookUp(NOW - 60 * DAY_MS)).toEqual({
      kind: 'read',
      isWhole: true,
      events: [
        { kind: 'signed_in', at: NOW - 40 * DAY_MS, fromAddress: HOME, mfaChecked: true },
        { kind: 'signed_in', at: NOW - DAY_MS - MINUTE_MS, fromAddress: HOME, mfaChecked: false },
        { kind: 'device_bound', at: NOW - DAY_MS, fromAddress: HOME, mfaChecked: null },
      ],
    });
  });

  it.each([
    { name: 'somebody else', one: event({ userName: 'omar' }) },
    { name: 'an attempt that failed', one: event({ errorCode: 'SignIn.PasswordWrong' }) },
    { name: 'another event', one: event({ eventName: 'ChangePassword' }) },
    { name: 'what is not there yet', one: event({ eventTime: ago(9 * MINUTE_MS) }) },
    { name: 'what was before', one: event({ eventTime: ago(3 * DAY_MS) }) },
  ])('leaves out $name', async ({ one }) => {
    const { lookUp } = await lookingInto([one]);
    expect(await lookUp(NOW - 2 * DAY_MS)).toMatchObject({ kind: 'read', events: [] });
  });

  it('leaves out who had the name before', async () => {
    const { cloud, lookUp } = await lookingInto([event({})]);
    cloud.account(ACCOUNT_ID).deleteUser('nora');
    cloud.account(ACCOUNT_ID).addUser({ userName: 'nora', loginProfile: {} });
    cloud.account(ACCOUNT_ID).record(event({ sourceIpAddress: '2001:db8::1' }));
    expect(await lookUp(NOW - 2 * DAY_MS)).toMatchObject({ events: [{ fromAddress: '2001:db8::1' }] });
  });

  it.each([undefined, 'ram.aliyuncs.com', '203.0.113.7\n<!channel>'])(
    'names no address where the record has %j',
    async (sourceIpAddress) => {
      const { sourceIpAddress: _, ...rest } = event({});
      const one = sourceIpAddress === undefined ? rest : { ...rest, sourceIpAddress };
      const { lookUp } = await lookingInto([one]);
      expect(await lookUp(NOW - 2 * DAY_MS)).toMatchObject({ events: [{ fromAddress: null }] });
    },
  );

  it('is looked into 30 days at a time and no further back than 90', async () => {
    const { cloud, lookUp } = await lookingInto([event({ eventTime: ago(89 * DAY_MS) })]);
    expect(await lookUp(0)).toMatchObject({ isWhole: true, events: [{ at: NOW - 89 * DAY_MS }] });
    expect(asked(cloud, 'LookupEvents')).toBe(3);
  });

  it('is read page by page, at two lookups a second, up to a thousand events', async () => {
    const events = Array.from({ length: 1_010 }, (_, index) =>
      event({ eventTime: ago(DAY_MS + index * 1_000) }),
    );
    const { cloud, clock, lookUp } = await lookingInto(events);
    const startedAt = clock.now();
    const read = await lookUp(NOW - 10 * DAY_MS);
    expect(read).toMatchObject({ kind: 'read', isWhole: false });
    // What is left out is the oldest.
    expect(read.kind === 'read' && read.events.length).toBe(1_000);
    expect(read.kind === 'read' && read.events.at(-1)?.at).toBe(NOW - DAY_MS);
    expect(asked(cloud, 'LookupEvents')).toBe(20);
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(9_000);
  });

  it('is closed without its grant, which is no missing permission of the audit', async () => {
    const users = [
      { userName: 'nora', loginProfile: {} },
      { userName: READER_NAME, policy: readerPolicy() },
    ];
    const { lookUp } = await lookingInto([event({})], { users });
    expect(await lookUp(NOW - DAY_MS)).toEqual({
      kind: 'unreadable',
      code: 'NoPermission',
      isGrantMissing: true,
    });
  });

  it.each([
    { name: 'down', fault: { kind: 'server_error' } as const, code: 'InternalError' },
    { name: 'not JSON', fault: { kind: 'html' } as const, code: 'UnexpectedAnswer' },
    {
      name: 'rejected',
      fault: { kind: 'error', status: 400, code: 'InvalidTimeRange' } as const,
      code: 'InvalidTimeRange',
    },
  ])('is unreadable where it is $name', async ({ fault, code }) => {
    const { cloud, lookUp } = await lookingInto([event({})]);
    cloud.faults.add({ action: 'LookupEvents', ...fault });
    expect(await lookUp(NOW - DAY_MS)).toEqual({ kind: 'unreadable', code, isGrantMissing: false });
  });
});
