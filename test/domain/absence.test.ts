import { describe, expect, test } from 'vitest';
import {
  type Absence,
  absenceOf,
  awayBy,
  type Colleague,
  countsFrom,
  isAway,
  isOfFormer,
  judgeStatus,
  lastDayLeft,
  whyNotAway,
  withStatuses,
} from '../../src/domain/absence.ts';

const ZONE = 'Europe/Berlin';
const at = (local: string) => Date.parse(`${local.replace(' ', 'T')}:00+01:00`);
const JANE = { chat: 'slack', memberId: 'U0JANE' } as const;
const SAM = { chat: 'slack', memberId: 'U0SAM' } as const;
const JANE_ELSEWHERE = { chat: 'dingtalk', memberId: 'jane-1' } as const;

/** From the morning of the first day to the end of the last. */
function absence(first: string, last: string, more: Partial<Absence> = {}): Absence {
  const untilAt = at(`${last} 23:59`) + 60_000;
  const fixed = { kind: 'own', state: 'active', endedAt: null, zone: ZONE } as const;
  return { ...fixed, ...JANE, since: at(`${first} 09:00`), untilAt, ...more };
}

const ended = (first: string, endedAt: string, more: Partial<Absence> = {}) =>
  absence(first, endedAt.slice(0, 10), { state: 'over', endedAt: at(endedAt), ...more });

describe('until when somebody may be away', () => {
  test.each([
    ['2026-03-02', 'own', null],
    ['2026-03-31', 'own', null],
    ['2026-04-01', 'own', 'too_far'],
    ['2026-05-30', 'admin', null],
    ['2026-05-31', 'admin', 'too_far'],
    ['2026-03-01', 'own', 'in_the_past'],
    ['2026-02-30', 'own', 'not_a_date'],
    ['tomorrow', 'admin', 'not_a_date'],
    ['20260310', 'own', 'not_a_date'],
  ] as const)('%s, by %s word: %s', (date, word, refusal) => {
    expect(whyNotAway(date, word, '2026-03-02')).toBe(refusal);
  });
});

describe('the last day that is left', () => {
  const so = { word: 'own', openedAt: at('2026-03-02 10:00'), today: '2026-03-20' } as const;
  const ROWS: readonly (readonly [string, readonly Absence[], string | null])[] = [
    ['nothing was used', [], '2026-04-18'],
    ['five days were', [ended('2026-03-03', '2026-03-07 12:00')], '2026-04-13'],
    ['the same day twice counts once', Array(9).fill(ended('2026-03-03', '2026-03-03 10:00')), '2026-04-17'],
    ['today is counted with what is left', [absence('2026-03-20', '2026-03-25')], '2026-04-18'],
    [
      'one that runs has used the days before',
      [absence('2026-03-18', '2026-03-25', { kind: 'status' })],
      '2026-04-16',
    ],
    [
      'an admin’s days are others',
      [ended('2026-03-03', '2026-03-19 12:00', { kind: 'admin' })],
      '2026-04-18',
    ],
    ['nor do days before the case count', [ended('2026-01-20', '2026-02-28 12:00')], '2026-04-18'],
    ['of days that began before it, those since', [ended('2026-02-10', '2026-03-02 12:00')], '2026-04-17'],
  ];

  test.each(ROWS)('%s', (_, absences, last) => {
    expect(lastDayLeft(absences, so)).toBe(last);
  });

  test('after thirty days there is none by one’s own word or status, and one by an admin’s', () => {
    const used = [
      absence('2026-03-02', '2026-03-16'),
      absence('2026-03-15', '2026-03-31', { kind: 'status' }),
    ];
    const later = { ...so, today: '2026-04-01' };
    expect(lastDayLeft(used, later)).toBeNull();
    expect(lastDayLeft(used, { ...later, word: 'admin' })).toBe('2026-06-29');
  });
});

describe('from when on days are given back', () => {
  const again = absence('2026-03-04', '2026-03-06', { since: at('2026-03-04 15:00') });

  test('who was not away before that day is given it', () => {
    expect(countsFrom(again, [again, ended('2026-03-02', '2026-03-03 12:00')])).toBe(again.since);
  });

  test('who ends one and begins another on the same day is given that day once', () => {
    expect(countsFrom(again, [ended('2026-03-04', '2026-03-04 14:00'), again])).toBe(at('2026-03-05 00:00'));
  });
});

describe('is whoever is behind a user away', () => {
  const jane = absence('2026-03-02', '2026-03-10');
  const sam = absence('2026-03-02', '2026-03-08', SAM);
  const byAdmin = absence('2026-03-02', '2026-03-20', { kind: 'admin', memberId: 'U0ADMIN' });

  test.each([
    ['nobody said so', [], [JANE], null],
    ['the person did', [jane], [JANE], jane],
    ['in the other chat', [jane], [JANE_ELSEWHERE], jane],
    ['it is over', [{ ...jane, state: 'over' as const }], [JANE], null],
    ['somebody else did, who is the contact no more', [jane], [SAM], null],
    ['an admin did', [byAdmin], [SAM], byAdmin],
    ['both did: the later day counts', [byAdmin, jane], [JANE], byAdmin],
    ['one of two who share it', [jane], [JANE, SAM], null],
    ['both of them', [jane, sam], [JANE, SAM], jane],
    ['an admin, for both of them', [byAdmin], [JANE, SAM], byAdmin],
    ['nobody is behind it', [jane], [], null],
  ] as const)('%s', (_, absences, people, answer) => {
    expect(awayBy(absences, people)).toBe(answer);
  });
});

describe('is one of those who share a user away', () => {
  const jane = absence('2026-03-02', '2026-03-10');
  const byAdmin = absence('2026-03-02', '2026-03-20', { kind: 'admin', memberId: 'U0ADMIN' });

  test.each([
    ['by their own word, whatever the others say', [jane], JANE, [JANE, SAM], true],
    ['not by another’s', [jane], SAM, [JANE, SAM], false],
    ['nor by what somebody said in the other chat', [jane], JANE_ELSEWHERE, [JANE_ELSEWHERE, SAM], false],
    ['but the only one', [jane], JANE_ELSEWHERE, [JANE_ELSEWHERE], true],
    ['by an admin’s', [byAdmin], SAM, [JANE, SAM], true],
    ['not once it is over', [{ ...jane, state: 'over' as const }], JANE, [JANE, SAM], false],
  ] as const)('%s', (_, absences, person, people, answer) => {
    expect(isAway(absences, person, people)).toBe(answer);
  });

  test('of several words the one that lasts longest is shown, and none of somebody else’s', () => {
    expect(absenceOf([byAdmin, jane], JANE, [JANE, SAM])).toBe(byAdmin);
    expect(absenceOf([jane], JANE_ELSEWHERE, [JANE_ELSEWHERE, SAM])).toBeNull();
    expect(absenceOf([jane], JANE_ELSEWHERE, [JANE_ELSEWHERE])).toBe(jane);
  });
});

describe('what follows from a status', () => {
  const so = { openedAt: at('2026-03-02 10:00'), now: at('2026-03-10 09:10'), zone: ZONE };
  const jane = (untilAt: number | null): Colleague => ({ ...JANE, timeZone: ZONE, leave: { untilAt } });
  const back: Colleague = { ...JANE, timeZone: ZONE };
  const running = (untilAt: number) =>
    absence('2026-03-06', '2026-03-31', { kind: 'status', since: at('2026-03-06 09:10'), untilAt });
  const undone = {
    ...running(at('2026-03-20 18:00')),
    state: 'undone',
    endedAt: at('2026-03-09 10:00'),
  } as const;
  const EXPIRY = at('2026-03-20 18:00');
  /** The thirtieth day. */
  const LIMIT = at('2026-04-09 00:00') - 60 * 60_000;
  const LIMIT_OF_RUNNING = at('2026-04-05 00:00') - 60 * 60_000;

  test.each([
    ['none, and none before', back, [], { kind: 'none' }],
    ['one that expires', jane(EXPIRY), [], { kind: 'begins', untilAt: EXPIRY, zone: ZONE }],
    ['one that stays: thirty days', jane(null), [], { kind: 'begins', untilAt: LIMIT, zone: ZONE }],
    ['one that has expired since it was read', jane(at('2026-03-10 09:00')), [], { kind: 'none' }],
    ['one that goes on', jane(EXPIRY), [running(EXPIRY)], { kind: 'none' }],
    ['one that stays goes on', jane(null), [running(LIMIT_OF_RUNNING)], { kind: 'none' }],
    [
      'one that was made longer',
      jane(EXPIRY),
      [running(EXPIRY - 1)],
      { kind: 'moves', untilAt: EXPIRY, zone: ZONE },
    ],
    ['one that is gone', back, [running(EXPIRY)], { kind: 'ends' }],
    ['one that was taken back and is there', jane(EXPIRY), [undone], { kind: 'none' }],
    ['one that was taken back and is gone', back, [undone], { kind: 'forgotten' }],
    [
      'one that stays, with eight days used',
      jane(null),
      [ended('2026-02-01', '2026-03-09 12:00', { since: at('2026-02-01 09:00') })],
      { kind: 'begins', untilAt: LIMIT - 8 * 86_400_000, zone: ZONE },
    ],
  ] as const)('%s', (_, person, absences, change) => {
    expect(judgeStatus(absences, person, so)).toEqual(change);
  });

  test('with thirty days used none begins', () => {
    const used = absence('2026-03-02', '2026-03-31', { state: 'over', endedAt: at('2026-03-31 20:00') });
    const later = { ...so, now: at('2026-04-01 09:10') };
    expect(judgeStatus([used], jane(null), later)).toEqual({ kind: 'none' });
    expect(awayBy(withStatuses([used], [jane(null)], later), [JANE])).toBeNull();
  });

  test('it holds before anybody has written it down', () => {
    expect(awayBy(withStatuses([], [jane(EXPIRY)], so), [JANE])).toMatchObject({
      kind: 'status',
      untilAt: EXPIRY,
    });
    expect(awayBy(withStatuses([], [back], so), [JANE])).toBeNull();
  });

  test('what somebody said who is behind the user no more is over', () => {
    const own = absence('2026-03-02', '2026-03-20');
    expect(isOfFormer(own, [SAM])).toBe(true);
    expect(isOfFormer(own, [JANE, SAM])).toBe(false);
    expect(isOfFormer(own, [JANE_ELSEWHERE])).toBe(false);
    expect(isOfFormer(own, [])).toBe(false);
    expect(isOfFormer({ ...own, kind: 'admin' }, [SAM])).toBe(false);
  });
});
