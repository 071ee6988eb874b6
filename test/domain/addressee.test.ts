import { describe, expect, test } from 'vitest';
import { audiencesOf, clockAfter, heardAt, type Said } from '../../src/domain/addressee.ts';
import type { MemberKey } from '../../src/domain/contact.ts';
import type { Audience } from '../../src/domain/notice.ts';

const ANN: MemberKey = { chat: 'slack', memberId: 'UANN' };
const BOB: MemberKey = { chat: 'slack', memberId: 'UBOB' };
const CY: MemberKey = { chat: 'slack', memberId: 'UCY' };

type Sent = Said & { readonly claimedAt: number | null };

function sent(to: MemberKey, more: Partial<Sent> = {}): Sent {
  return {
    ...{ audience: 'person', state: 'sent', chat: to.chat, recipient: to.memberId },
    ...{ claimedAt: 100, settledAt: 101, clockSince: null },
    ...more,
  };
}

const further = ({ memberId }: MemberKey): Audience => `person:${memberId}`;

describe('what each is in the keys', () => {
  test.each([
    { when: 'one', members: [ANN], said: [], are: ['person'] },
    { when: 'three', members: [ANN, BOB, CY], said: [], are: ['person', 'person:UBOB', 'person:UCY'] },
    { when: 'another in their place', members: [BOB], said: [sent(ANN)], are: ['person'] },
    {
      when: 'one more who comes first',
      members: [BOB, ANN],
      said: [sent(ANN)],
      are: ['person:UBOB', 'person'],
    },
    {
      when: 'the first one left',
      members: [BOB, CY],
      said: [sent(ANN), sent(BOB, { audience: further(BOB) }), sent(CY, { audience: further(CY) })],
      are: ['person:UBOB', 'person:UCY'],
    },
    {
      when: 'the first one left and somebody new came',
      members: [BOB, CY],
      said: [sent(ANN), sent(BOB, { audience: further(BOB) })],
      are: ['person:UBOB', 'person'],
    },
    {
      when: 'a manager heard of it',
      members: [BOB],
      said: [sent(BOB, { audience: 'manager' })],
      are: ['person'],
    },
  ])('$when', ({ members, said, are }) => {
    expect(audiencesOf(members, { said, isOwned: false })).toEqual(are);
  });

  test('who looks after a service account', () => {
    expect(audiencesOf([ANN], { said: [sent(BOB)], isOwned: true })).toEqual(['owner']);
  });
});

describe('since when somebody has heard of it', () => {
  const clock = { toldAt: 100, toldChat: 'slack', toldMemberId: 'UANN' } as const;
  const late = { audience: further(BOB), claimedAt: 150, settledAt: 151 } as const;

  test.each([
    { who: 'who started the clock', member: ANN, said: [], isShared: false, at: 100 },
    { who: 'nobody told yet', member: BOB, said: [], isShared: true, at: null },
    {
      who: 'told within the clock',
      member: BOB,
      said: [sent(BOB, { ...late, clockSince: 100 })],
      isShared: true,
      at: 150,
    },
    {
      who: 'told within the clock, and alone since the first one left',
      member: BOB,
      said: [sent(BOB, { ...late, clockSince: 100 })],
      isShared: false,
      at: 150,
    },
    {
      who: 'told within an earlier one',
      member: BOB,
      said: [sent(BOB, { clockSince: 50, settledAt: 99 })],
      isShared: true,
      at: null,
    },
    {
      who: 'on its way when the clock began',
      member: BOB,
      said: [sent(BOB, { claimedAt: 90, settledAt: 160 })],
      isShared: true,
      at: 90,
    },
    {
      who: 'the same, of somebody who does not share',
      member: BOB,
      said: [sent(BOB, { claimedAt: 90, settledAt: 160 })],
      isShared: false,
      at: null,
    },
    {
      who: 'tried in vain',
      member: BOB,
      said: [sent(BOB, { ...late, state: 'failed', clockSince: 100 })],
      isShared: true,
      at: null,
    },
    {
      who: 'told as the manager',
      member: BOB,
      said: [sent(BOB, { audience: 'manager', clockSince: 100 })],
      isShared: true,
      at: null,
    },
  ])('$who', ({ member, said, isShared, at }) => {
    expect(heardAt(member, clock, { said, isShared })).toBe(at);
  });

  test('no clock, nobody has', () => {
    expect(heardAt(ANN, { ...clock, toldAt: null }, { said: [sent(ANN)], isShared: true })).toBeNull();
  });
});

describe('what a message that arrived makes of the clock', () => {
  const at = (local: string) => Date.parse(`${local.replace(' ', 'T')}:00+08:00`);
  const clock = {
    ...{ toldAt: at('2026-03-02 10:00'), toldChat: 'slack' as const, toldMemberId: 'UANN' },
    ...{ deadlineAt: at('2026-03-16 17:30'), toldZone: 'Asia/Shanghai' },
  } as const;
  const { toldAt, deadlineAt } = clock;
  const message = {
    person: BOB,
    claimedAt: at('2026-03-05 10:00'),
    clockSince: toldAt,
    zone: 'Asia/Shanghai',
  };
  const starts = { toldAt: message.claimedAt, toldChat: 'slack', toldMemberId: 'UBOB', shiftDays: 0 };
  const later = at('2026-03-18 17:30');

  test('nobody was told: it starts', () => {
    const untold = { toldAt: null, toldChat: null, toldMemberId: null, deadlineAt: null, toldZone: null };
    const first = { ...message, clockSince: null, deadlineAt: later };
    expect(clockAfter(untold, first)).toMatchObject({ ...starts, deadlineAt: later });
  });

  test.each([
    {
      when: 'a new contact',
      sent: { clockSince: null, deadlineAt: later },
      now: { ...starts, deadlineAt: later },
    },
    { when: 'one who shares it', sent: { deadlineAt }, now: { deadlineAt } },
    { when: 'one who shares it and came late', sent: { deadlineAt: later }, now: { deadlineAt: later } },
    {
      when: 'one who shares it, whose same day ends later',
      sent: { deadlineAt: deadlineAt + 7 * 3_600_000, zone: 'Europe/Berlin' },
      now: { deadlineAt },
    },
    {
      when: 'one whose message was on its way as the clock began',
      sent: { clockSince: null, claimedAt: toldAt - 1, deadlineAt },
      now: { deadlineAt },
    },
    {
      when: 'the first one, told a later day',
      sent: { person: ANN, deadlineAt: later },
      now: { deadlineAt: later },
    },
    {
      when: 'the first one, told before another moved it',
      sent: { person: ANN, deadlineAt: at('2026-03-13 17:30') },
      now: { deadlineAt },
    },
  ])('$when', ({ sent: what, now }) => {
    const after = clockAfter(clock, { ...message, ...what });
    expect(after).toMatchObject(now);
    if (!('toldAt' in now)) expect(after).not.toHaveProperty('toldAt');
  });
});
