import { describe, expect, test } from 'vitest';
import type { Person } from '../../../src/chat/chat.ts';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { findByAddress, indexByAddress } from '../../../src/chat/transport/address-index.ts';
import { lookUp, nullIfNobody, rememberPeople } from '../../../src/chat/transport/look-up.ts';
import { InstantClock } from '../instant-clock.ts';

const HOUR_MS = 60 * 60_000;
const never = new AbortController().signal;
const person = (memberId: string): Person => ({
  chat: 'slack',
  memberId,
  displayName: memberId,
  timeZone: null,
  language: null,
});
const refused = (reason: 'recipient' | 'configuration') =>
  new DeliveryError({ reason, code: 'code', message: 'Refused.' });

describe('what is remembered of people', () => {
  function remembering() {
    const clock = new InstantClock();
    const asked: string[] = [];
    const present = new Set(['ann']);
    const people = rememberPeople(clock, {
      async read(key) {
        asked.push(key);
        if (key === 'broken') throw refused('configuration');
        return present.has(key) ? key : null;
      },
      isThere: (one) => one !== null,
    });
    return { clock, asked, present, people };
  }

  test.each([
    ['somebody for a day', 'ann', 24 * HOUR_MS],
    ['nobody for an hour: who is not there yet may join', 'new', HOUR_MS],
  ])('%s', async (_, key, freshForMs) => {
    const { clock, asked, people } = remembering();
    await people.get(key, never);
    clock.advance(freshForMs - 1);
    await people.get(key, never);
    expect(asked).toEqual([key]);
    clock.advance(1);
    await people.get(key, never);
    expect(asked).toEqual([key, key]);
  });

  test('a failure is not', async () => {
    const { asked, people } = remembering();
    await expect(people.get('broken', never)).rejects.toMatchObject({ reason: 'configuration' });
    await expect(people.get('broken', never)).rejects.toMatchObject({ reason: 'configuration' });
    expect(asked).toEqual(['broken', 'broken']);
  });

  test('until it is forgotten', async () => {
    const { asked, people } = remembering();
    await people.get('ann', never);
    expect([people.forget('ann'), people.forget('ann')]).toEqual([true, false]);
    await people.get('ann', never);
    expect(asked).toEqual(['ann', 'ann']);
  });
});

test('nobody is only who the vendor says is nobody', async () => {
  expect(await nullIfNobody(async () => 'ann')).toBe('ann');
  expect(await nullIfNobody(() => Promise.reject(refused('recipient')))).toBeNull();
  await expect(nullIfNobody(() => Promise.reject(refused('configuration')))).rejects.toThrow(DeliveryError);
});

test('who could not be looked up is unreadable, and a defect is a defect', async () => {
  expect(await lookUp(never, () => Promise.reject(refused('configuration')))).toEqual({
    kind: 'unreadable',
    code: 'code',
    reason: 'configuration',
  });
  expect(await lookUp(AbortSignal.abort(), () => Promise.reject(new Error('any')))).toEqual({
    kind: 'unreadable',
    code: 'aborted',
    reason: 'unavailable',
  });
  await expect(lookUp(never, () => Promise.reject(new TypeError('defect')))).rejects.toThrow(TypeError);
});

describe('by address', () => {
  const found = (memberId: string) => ({ kind: 'found', person: person(memberId) }) as const;
  const index = indexByAddress([
    { lookup: found('ann'), addresses: ['Ann@Corp.example', ' ann@corp.example'] },
    { lookup: found('twin1'), addresses: ['twins@corp.example'] },
    { lookup: found('twin2'), addresses: ['TWINS@corp.example', 'two@corp.example'] },
    { lookup: found('silent'), addresses: ['', ' '] },
    { lookup: { kind: 'deactivated', memberId: 'ann-before' }, addresses: ['ann@corp.example'] },
    { lookup: { kind: 'not_joined', memberId: 'liar' }, addresses: ['two@corp.example'] },
    { lookup: { kind: 'none' }, addresses: ['bot@corp.example'] },
    { lookup: { kind: 'deactivated', memberId: 'gone' }, addresses: ['gone@corp.example'] },
    { lookup: { kind: 'none' }, addresses: ['gone@corp.example'] },
  ]);

  test.each([
    [' ANN@corp.example ', { kind: 'found', person: person('ann') }],
    ['two@corp.example', { kind: 'found', person: person('twin2') }],
    ['twins@corp.example', { kind: 'ambiguous', memberIds: ['twin1', 'twin2'] }],
    ['gone@corp.example', { kind: 'deactivated', memberId: 'gone' }],
    ['bot@corp.example', { kind: 'none' }],
    ['nobody@corp.example', { kind: 'none' }],
    ['', { kind: 'none' }],
  ])('%j', (address, lookup) => {
    expect(findByAddress(index, address)).toEqual(lookup);
  });
});
