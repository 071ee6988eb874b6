import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Campaign, randomPlan, rehearse, tellStory } from '../chaos/campaign.ts';
import { DAYS } from '../chaos/days.ts';
import { VendorGate } from '../chaos/vendor-gate.ts';
import { isGood } from '../chaos/verdict.ts';
import { newTestDatabase } from '../store/test-database.ts';

const TEST_TIMEOUT_MS = 240_000;
const SEED = 7;

let gate: VendorGate;
beforeAll(() => {
  gate = new VendorGate();
});
afterAll(() => gate.stop());

test('a bot that is killed again and again tells everybody once', { timeout: TEST_TIMEOUT_MS }, async () => {
  const campaign: Campaign = {
    ...{ chat: 'slack', newDatabase: newTestDatabase, gate, seed: SEED },
    ...{ protocol: 'claim-send-settle', days: DAYS.slice(0, 1) },
  };
  const rehearsed = await rehearse(campaign);
  expect([...rehearsed.sight.people.values()].map((messages) => messages.length)).toEqual([1, 1, 1, 1, 1]);
  const plan = randomPlan(SEED, rehearsed);
  const found = await tellStory(campaign, rehearsed, { number: 0, plan, faults: false });
  expect(found.kills).toBeGreaterThan(0);
  expect(isGood(found), JSON.stringify(found)).toBe(true);
});
