import { describe, expect, test } from 'vitest';
import {
  type Alarm,
  type AspectRecord,
  afterSighting,
  alarmNews,
  type PartState,
  partKind,
  partStates,
  type Sighting,
} from '../../src/domain/part.ts';
import { accountId } from '../../src/domain/ram-user.ts';

const MINUTE_MS = 60_000;
const NOW = Date.parse('2026-03-02T12:00:00Z');
const ago = (minutes: number) => NOW - minutes * MINUTE_MS;

const SENDING = { part: 'slack', aspect: 'sending' } as const;
const ACCOUNT = `account:${accountId('1000000000000001')}` as const;
const READING = { part: ACCOUNT, aspect: 'whole' } as const;

type Name = typeof SENDING | typeof READING;

const worked = (minutesAgo: number): Sighting => ({ kind: 'worked', at: ago(minutesAgo) });
const failed = (minutesAgo: number, more: Partial<Extract<Sighting, { kind: 'failed' }>> = {}): Sighting => ({
  kind: 'failed',
  at: ago(minutesAgo),
  code: 'http_503',
  isPermanent: false,
  clearedBy: 'check',
  ...more,
});

function seen(name: Name, ...sightings: readonly Sighting[]): AspectRecord {
  const record = sightings.reduce<AspectRecord | null>(
    (known, sighting) => afterSighting(known, name, sighting),
    null,
  );
  if (record === null) throw new Error('nothing was seen');
  return record;
}

interface Row {
  readonly name: string;
  readonly record: AspectRecord;
  readonly failsSince: number | null;
}

const ROWS: readonly Row[] = [
  { name: 'it worked', record: seen(SENDING, worked(1)), failsSince: null },
  { name: 'one failure a moment ago', record: seen(SENDING, failed(1)), failsSince: null },
  {
    name: 'failures for ten minutes',
    record: seen(SENDING, failed(11), failed(5), failed(1)),
    failsSince: 11,
  },
  {
    name: 'one failure in the evening, and nobody to be told since',
    record: seen(SENDING, failed(600)),
    failsSince: null,
  },
  {
    name: 'failures long ago, and it worked since',
    record: seen(SENDING, failed(30), failed(15), worked(10)),
    failsSince: null,
  },
  {
    name: 'a refusal for good, at once',
    record: seen(SENDING, worked(5), failed(1, { isPermanent: true, code: 'missing_scope' })),
    failsSince: 1,
  },
  {
    name: 'what is asked for by itself is silent from its first failure on',
    record: seen(READING, failed(11)),
    failsSince: 11,
  },
];

describe('a part', () => {
  test.each(ROWS)('$name', ({ record, failsSince }) => {
    const [state] = partStates([record], NOW);
    expect(state?.status).toBe(failsSince === null ? 'working' : 'failing');
    if (state?.status === 'failing') expect(state.since).toBe(ago(failsSince ?? 0));
  });

  test('fails when one of its aspects does; the connection’s code comes first', () => {
    const permanent = { isPermanent: true } as const;
    const records = [
      afterSighting(null, { part: 'slack', aspect: 'lookup' }, failed(30, { ...permanent, code: 'lookup' })),
      afterSighting(null, SENDING, failed(20, { ...permanent, code: 'sending' })),
      afterSighting(null, { part: 'slack', aspect: 'connection' }, worked(1)),
    ];
    expect(partStates(records, NOW)).toEqual([
      { part: 'slack', status: 'failing', aspect: 'sending', code: 'sending', since: ago(30) },
    ]);
  });

  test.each([
    ['slack', { kind: 'chat', chat: 'slack' }],
    ['quota:dingtalk', { kind: 'quota', chat: 'dingtalk' }],
    [ACCOUNT, { kind: 'account', accountId: '1000000000000001' }],
    ['clock', { kind: 'clock' }],
  ] as const)('%s says what it is', (name, kind) => {
    expect(partKind(name)).toEqual(kind);
  });
});

const failing: PartState = {
  part: 'slack',
  status: 'failing',
  aspect: 'sending',
  since: ago(30),
  code: 'missing_scope',
};
const working: PartState = { part: 'slack', status: 'working' };
const alarm = (facts: Partial<Alarm> = {}): Alarm => ({
  part: 'slack',
  since: ago(40),
  raisedAt: ago(30),
  endedAt: null,
  ...facts,
});

describe('what admins are told', () => {
  test.each([
    ['a part that fails', failing, [], 'failed'],
    ['and was told of', failing, [alarm()], 'nothing'],
    ['a part that works', working, [], 'nothing'],
    ['again', working, [alarm()], 'works'],
    ['again, and was told of', working, [alarm({ endedAt: ago(10) })], 'nothing'],
    ['a part that fails again within the hour', failing, [alarm({ endedAt: ago(10) })], 'nothing'],
    ['a part that fails again later', failing, [alarm({ raisedAt: ago(61), endedAt: ago(50) })], 'failed'],
  ] as const)('%s', (_name, state, alarms, told) => {
    const { failed: newly, works } = alarmNews([state], alarms, NOW);
    expect(newly.length > 0 ? 'failed' : works.length > 0 ? 'works' : 'nothing').toBe(told);
  });
});
