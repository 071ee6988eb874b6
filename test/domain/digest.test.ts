import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CountedFinding,
  type Counts,
  changesSinceShown,
  compliantPercent,
  countFindings,
  type TrendRun,
  trend,
} from '../../src/domain/digest.ts';
import type { Finding } from '../../src/domain/finding.ts';

const NOBODY: Counts = {
  compliant: 0,
  noncompliant: 0,
  unknown: 0,
  notApplicable: 0,
  boundNotRequired: 0,
};
const counts = (some: Partial<Counts>): Counts => ({ ...NOBODY, ...some });

describe('the figures of an account', () => {
  const finding = (verdict: Finding['verdict'], mfaRequired = false, total = 1): CountedFinding => ({
    ...{ verdict, mfaRequired, total },
  });
  const FINDINGS = [
    finding('compliant'),
    finding('compliant', true),
    finding('noncompliant'),
    finding('noncompliant', true),
    finding('noncompliant'),
    finding('unknown'),
    finding('not_applicable', false, 3),
    finding('not_applicable'),
  ];

  test('count everybody once, and who is bound without having to be once more', () => {
    const figures = { compliant: 2, noncompliant: 3, unknown: 1, notApplicable: 4, boundNotRequired: 1 };
    expect(countFindings(FINDINGS, 'independent')).toEqual(counts(figures));
  });

  test('where the account requires it of everybody, nobody is bound without having to be', () => {
    expect(countFindings(FINDINGS, 'mandatory').boundNotRequired).toBe(0);
  });

  test('of nobody are zero', () => {
    expect(countFindings([], 'independent')).toEqual(NOBODY);
  });
});

describe('percent compliant', () => {
  test.each([
    { some: {}, percent: null },
    { some: { notApplicable: 50 }, percent: null },
    { some: { compliant: 3 }, percent: 100 },
    { some: { noncompliant: 3 }, percent: 0 },
    { some: { compliant: 1, noncompliant: 1 }, percent: 50 },
    { some: { compliant: 1, noncompliant: 2 }, percent: 33.3 },
    { some: { compliant: 2, noncompliant: 1 }, percent: 66.7 },
    // What could not be read is never counted as fine.
    { some: { compliant: 1, unknown: 1 }, percent: 50 },
    { some: { compliant: 1, noncompliant: 1, notApplicable: 98, boundNotRequired: 1 }, percent: 50 },
    { some: { compliant: 9999, noncompliant: 1 }, percent: 99.9 },
  ])('of $some is $percent', ({ some, percent }) => {
    expect(compliantPercent(counts(some))).toBe(percent);
  });

  test('100 is said only when nobody is missing', () => {
    const some = fc.nat(100_000);
    fc.assert(
      fc.property(some, some, some, (compliant, noncompliant, unknown) => {
        const percent = compliantPercent(counts({ compliant, noncompliant, unknown }));
        if (percent === 100) expect(noncompliant + unknown).toBe(0);
      }),
    );
  });
});

describe('changes since an account was last shown', () => {
  const shown = (figures: Readonly<Record<string, Counts>>) => new Map(Object.entries(figures));
  const account = (accountId: string, figures: Partial<Counts>) => ({ accountId, counts: counts(figures) });

  test('there are none to tell the first time', () => {
    expect(changesSinceShown([account('corp', { compliant: 3 })], shown({}))).toBeNull();
  });

  test('each count on its own', () => {
    const before = counts({ compliant: 3, noncompliant: 5, unknown: 1 });
    const now = account('corp', { compliant: 5, noncompliant: 4, notApplicable: 2, boundNotRequired: 1 });
    expect(changesSinceShown([now], shown({ corp: before }))).toEqual({
      compliant: 2,
      noncompliant: -1,
      unknown: -1,
      notApplicable: 2,
      boundNotRequired: 1,
    });
  });

  test('an account that is new, or was not complete then or is not now, counts for nothing', () => {
    const before = shown({ corp: counts({ compliant: 3 }), gone: counts({ compliant: 50 }) });
    const now = [account('corp', { compliant: 4 }), account('new', { compliant: 100 })];
    expect(changesSinceShown(now, before)?.compliant).toBe(1);
  });
});

const run = (localDate: string, compliant: number, accountId = 'corp'): TrendRun => ({
  accountId,
  localDate,
  counts: counts({ compliant, noncompliant: 10 - compliant }),
});
const points = (runs: readonly TrendRun[]) => trend(runs).map(({ label, value }) => `${label} ${value}`);

describe('the trend', () => {
  test('is a point a day, oldest first', () => {
    expect(points([run('2026-03-03', 2), run('2026-03-02', 1)])).toEqual(['03-02 10', '03-03 20']);
  });

  test('takes the last run of a day', () => {
    expect(points([run('2026-03-02', 1), run('2026-03-02', 4)])).toEqual(['03-02 40']);
  });

  test('adds the accounts up', () => {
    expect(points([run('2026-03-02', 1), run('2026-03-02', 3, 'labs')])).toEqual(['03-02 20']);
  });

  test('leaves out a day on which one of the accounts was not complete', () => {
    const runs = [
      run('2026-03-02', 1),
      run('2026-03-02', 3, 'labs'),
      run('2026-03-03', 9),
      run('2026-03-04', 2),
      run('2026-03-04', 4, 'labs'),
    ];
    expect(points(runs)).toEqual(['03-02 20', '03-04 30']);
  });

  test('begins with the accounts there were: a new one makes no earlier day a gap', () => {
    expect(points([run('2026-03-02', 1), run('2026-03-03', 1), run('2026-03-03', 3, 'labs')])).toEqual([
      '03-02 10',
      '03-03 20',
    ]);
  });

  test('shows no more than a chart can: the last 15 days', () => {
    const days = Array.from({ length: 20 }, (_, day) =>
      run(`2026-03-${String(day + 1).padStart(2, '0')}`, 5),
    );
    const shown = points(days);
    expect(shown).toHaveLength(15);
    expect([shown[0], shown.at(-1)]).toEqual(['03-06 50', '03-20 50']);
  });

  test('runs over the turn of the year in order', () => {
    expect(points([run('2027-01-01', 2), run('2026-12-31', 1)])).toEqual(['12-31 10', '01-01 20']);
  });

  test('leaves out a day on which the rule applied to nobody', () => {
    expect(points([{ ...run('2026-03-02', 1), counts: NOBODY }])).toEqual([]);
  });
});
