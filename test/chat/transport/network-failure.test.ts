import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../../src/chat/delivery-error.ts';
import { failuresTowards } from '../../../src/chat/transport/network-failure.ts';

const failures = failuresTowards('Acme', ['ACME_API_URL']);
const withCode = (code: string) =>
  Object.assign(new Error(`${code} https://acme.example/?token=t0ken`), { code });
const never = new AbortController().signal;

describe('a request without an answer', () => {
  test.each([
    ['nobody listens', withCode('ECONNREFUSED'), 'unavailable', 'ECONNREFUSED'],
    ['no such host', withCode('ENOTFOUND'), 'unavailable', 'ENOTFOUND'],
    [
      'a certificate nobody trusts',
      withCode('SELF_SIGNED_CERT_IN_CHAIN'),
      'unavailable',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
    ['cut on the way', withCode('ECONNRESET'), 'ambiguous', 'ECONNRESET'],
    ['too late', new DOMException('', 'TimeoutError'), 'ambiguous', 'timeout'],
    ['given up', new DOMException('', 'AbortError'), 'ambiguous', 'aborted'],
    ['something else', new TypeError('terminated'), 'ambiguous', 'network_error'],
    ['no error at all', 'thrown', 'ambiguous', 'network_error'],
  ])('%s', (_, error, reason, code) => {
    const wrapped = new TypeError('fetch failed', { cause: new Error('outer', { cause: error }) });
    const direct = failures.ofRequest(error);
    expect(direct).toMatchObject({ reason, code });
    if (error instanceof Error) expect(failures.ofRequest(wrapped)).toMatchObject({ reason, code });
    expect(inspect([direct, failures.ofRequest(wrapped)], { depth: null })).not.toContain('t0ken');
  });
});

test.each([
  [200, 'ambiguous', 'Acme did not confirm the message (http_200). It may have arrived.'],
  [302, 'ambiguous', 'Acme did not confirm the message (http_302). It may have arrived.'],
  [407, 'unavailable', 'Not sent: HTTP 407. Check the proxy and ACME_API_URL.'],
  [408, 'ambiguous', 'Acme did not confirm the message (http_408). It may have arrived.'],
  [502, 'ambiguous', 'Acme did not confirm the message (http_502). It may have arrived.'],
])('a status %i without the vendor’s words', (status, reason, message) => {
  expect(failures.ofStatus(status)).toMatchObject({ reason, code: `http_${status}`, message });
});

test('every address that is set somewhere is named', () => {
  const both = failuresTowards('Acme', ['ACME_API_URL', 'ACME_OLD_URL']).unreachable('ENOTFOUND');
  expect(both.message).toBe(
    'Not sent: Acme cannot be reached (ENOTFOUND). Check the network, ACME_API_URL and ACME_OLD_URL.',
  );
});

describe('a step before sending', () => {
  const refused = new DeliveryError({ reason: 'configuration', code: 'refused', message: 'Refused.' });
  const defect = new TypeError('a defect');

  test('leaves nothing open', async () => {
    const step = Promise.reject(failures.ambiguous('timeout'));
    await expect(failures.beforeSending(step, never)).rejects.toMatchObject({
      reason: 'unavailable',
      code: 'timeout',
    });
  });

  test.each([refused, defect])('%s stays what it is', async (error) => {
    await expect(failures.beforeSending(Promise.reject(error), never)).rejects.toBe(error);
  });

  test('stopped: tried again after the next start', async () => {
    const step = failures.beforeSending(Promise.reject(defect), AbortSignal.abort());
    await expect(step).rejects.toMatchObject({ reason: 'unavailable', code: 'aborted' });
  });

  test('done: its answer', async () => {
    expect(await failures.beforeSending(Promise.resolve('answer'), never)).toBe('answer');
  });
});
