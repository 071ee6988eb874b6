import { describe, expect, it } from 'vitest';
import { startKnownCompany, throttleOneInFive } from '../bench/accuracy-company.ts';
import { scoreOfRealAudit } from '../bench/accuracy-score.ts';

const SIZES = [100, 1_000];

/** Eight attempts leave one call in 400,000 unanswered: with these sizes, more than one unknown is a defect. */
const UNKNOWN_MAX_WHEN_THROTTLED = 1;

describe.each(SIZES)('an audit of %i users of every kind', (size) => {
  it('misses nobody and accuses nobody', async () => {
    const company = await startKnownCompany(size);
    try {
      // Else nobody could be missed.
      expect(company.truth.filter(({ fails }) => fails)).toHaveLength(size / 5);
      const score = await scoreOfRealAudit(company);
      expect(score).toMatchObject({ missed: 0, falseAlarms: 0, unknown: 0, seen: company.truth.length });
    } finally {
      await company.cloud.stop();
    }
  });

  it('does neither while one call in five is throttled', async () => {
    const company = await startKnownCompany(size);
    throttleOneInFive(company);
    try {
      const score = await scoreOfRealAudit(company);
      expect(score).toMatchObject({ missed: 0, falseAlarms: 0, seen: company.truth.length });
      expect(score.unknown).toBeLessThanOrEqual(UNKNOWN_MAX_WHEN_THROTTLED);
    } finally {
      await company.cloud.stop();
    }
  });
});
