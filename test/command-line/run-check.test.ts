import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlibabaError } from '../../src/alibaba/accounts.ts';
import { DeliveryError } from '../../src/chat/delivery-error.ts';
import { runCheck } from '../../src/command-line/run-check.ts';
import { ok } from '../../src/domain/check-line.ts';

const check = (look: (signal: AbortSignal) => Promise<never>) => ({ what: 'thing', remedy: 'mend it', look });
const coded = (error: Error, code: string) => Object.assign(error, { code });

describe('a check that throws is a line that failed', () => {
  it.each<[string, unknown, string]>([
    [
      'a classified refusal says its sentence',
      new AlibabaError({ reason: 'credentials', code: 'X', message: 'Check the key.', retryable: false }),
      'Check the key',
    ],
    [
      'a chat’s refusal says its sentence',
      new DeliveryError({ reason: 'configuration', code: 'x', message: 'Copy the token again.' }),
      'Copy the token again',
    ],
    [
      'a sentence about a message is not said of a look',
      new DeliveryError({ reason: 'ambiguous', code: 'timeout', message: 'It may have arrived.' }),
      'no answer (timeout)',
    ],
    [
      'a driver’s error says its code, never its text',
      new Error('it', { cause: coded(new Error('the secret row'), 'SQLITE_CORRUPT') }),
      'Error (SQLITE_CORRUPT)',
    ],
    ['a defect says its kind', new TypeError('the secret value'), 'an error in the bot itself (TypeError)'],
  ])('%s', async (_name, error, detail) => {
    const lines = await runCheck(check(() => Promise.reject(error)));
    expect(lines).toMatchObject([{ what: 'thing', status: 'failed', detail }]);
  });

  it('and what to do is about what was set up, unless nobody answered', async () => {
    const remedyOf = async (reason: 'configuration' | 'unavailable' | 'rate_limited') => {
      const error = new DeliveryError({ reason, code: 'x', message: 'No.' });
      return (await runCheck(check(() => Promise.reject(error))))[0]?.remedy;
    };
    expect(await remedyOf('configuration')).toBe('mend it');
    expect(await remedyOf('unavailable')).toMatch(/network/);
    expect(await remedyOf('rate_limited')).toMatch(/minute/);
  });
});

describe('a check that hangs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is over after ten seconds, whether or not it listens to the signal', async () => {
    const signals: AbortSignal[] = [];
    const running = runCheck(
      check((signal) => {
        signals.push(signal);
        return new Promise<never>(() => {});
      }),
    );
    await vi.advanceTimersByTimeAsync(9_999);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await running).toMatchObject([{ status: 'failed', detail: 'no answer within 10 seconds' }]);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('leaves no timer behind when it ends in time', async () => {
    await runCheck({ what: 'thing', remedy: '', look: async () => [ok('thing', 'fine')] });
    expect(vi.getTimerCount()).toBe(0);
  });
});
