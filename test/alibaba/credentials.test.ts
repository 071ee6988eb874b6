import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallContext } from '../../src/alibaba/call-context.ts';
import { type AccessKeys, fetchedCredentials } from '../../src/alibaba/credentials.ts';
import { Secret } from '../../src/config/secret.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  COMPANY,
  never,
  READER_KEY,
  readOwnAccount,
  startCloud,
  staticKeys,
} from './company.ts';
import { SteppedClock } from './stepped-clock.ts';

const thrownBy = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('the reader’s key', () => {
  it('names the RAM user behind it', async () => {
    const cloud = await startCloud();
    const { caller } = await accountsIn(cloud).list(never);
    expect(caller).toEqual({
      accountId: ACCOUNT_ID,
      kind: 'ram_user',
      arn: `acs:ram::${ACCOUNT_ID}:user/mfa-reader`,
      userId: cloud.account(ACCOUNT_ID).user('mfa-reader').userId,
    });
  });

  it('of the root account is refused', async () => {
    const root = { accessKeyId: 'LTAIroot', accessKeySecret: 'secret-of-root' };
    const cloud = await startCloud({ accounts: [{ ...COMPANY, accessKeys: [{ ...root, userName: null }] }] });
    const error = await thrownBy(accountsIn(cloud, { reader: staticKeys(root) }).list(never));
    expect(error).toMatchObject({ name: 'AlibabaError', reason: 'root_key', retryable: false });
  });

  it.each([
    {
      name: 'an unknown key',
      key: { ...READER_KEY, accessKeyId: 'LTAIunknown' },
      code: 'InvalidAccessKeyId.NotFound',
      says: /no such access key/,
    },
    {
      name: 'a disabled key',
      status: 'Inactive' as const,
      code: 'InvalidAccessKeyId.Inactive',
      says: /is disabled; enable it/,
    },
    {
      name: 'a wrong secret',
      key: { ...READER_KEY, accessKeySecret: 'wrong' },
      code: 'SignatureDoesNotMatch',
      says: /secret is not the one of this access key/,
    },
  ])('$name is told apart from everything else, and nothing secret is said', async (given) => {
    const { key = READER_KEY, status = 'Active' } = given;
    const cloud = await startCloud();
    cloud.account(ACCOUNT_ID).accessKey(READER_KEY.accessKeyId).status = status;
    const error = await thrownBy(accountsIn(cloud, { reader: staticKeys(key) }).list(never));
    expect(error).toMatchObject({ reason: 'credentials', code: given.code, retryable: false });
    expect(String(error)).toMatch(given.says);
    expect(inspect(error, { depth: null })).not.toMatch(/LTAI|127\.0\.0\.1|secret-of/);
  });

  it('is refused with the security token of another', async () => {
    const cloud = await startCloud();
    const wrong = { ...staticKeys(READER_KEY), securityToken: new Secret('of another key') };
    expect(await thrownBy(accountsIn(cloud, { reader: wrong }).list(never))).toMatchObject({
      reason: 'credentials',
      code: expect.stringMatching(/^InvalidSecurityToken/),
      message: expect.stringContaining('security token has expired or is not the one'),
    });
  });

  it('is not what fails where the cloud cannot be reached', async () => {
    const cloud = await startCloud();
    const accounts = accountsIn(cloud);
    await cloud.stop();
    const error = await thrownBy(accounts.list(never));
    expect(error).toMatchObject({ reason: 'unavailable', code: 'ECONNREFUSED' });
    expect(inspect(error)).not.toContain('127.0.0.1');
  });
});

describe('the vendor’s default chain', () => {
  const CHAIN_VARIABLES = [
    'ALIBABA_CLOUD_ACCESS_KEY_ID',
    'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    'ALIBABA_CLOUD_SECURITY_TOKEN',
    'ALIBABA_CLOUD_CREDENTIALS_URI',
    'ALIBABA_CLOUD_ROLE_ARN',
  ];

  /** Nothing but what the test gives: no profile of this machine, no instance metadata. */
  async function onlyChain(variables: Record<string, string>): Promise<void> {
    const home = await mkdtemp(join(tmpdir(), 'alibaba-'));
    for (const name of CHAIN_VARIABLES) vi.stubEnv(name, undefined);
    vi.stubEnv('ALIBABA_CLOUD_CLI_PROFILE_DISABLED', 'true');
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_FILE', join(home, 'credentials'));
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  }

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const KEY_VARIABLES = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: READER_KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: READER_KEY.accessKeySecret,
  };

  it('is asked where no key is configured', async () => {
    const cloud = await startCloud();
    await onlyChain(KEY_VARIABLES);
    const reading = await readOwnAccount(accountsIn(cloud, { reader: null }));
    expect(reading.completeness).toEqual({ kind: 'proven' });
  });

  it('says what to do where it has nothing, and finds what comes later', async () => {
    const cloud = await startCloud();
    await onlyChain({});
    const accounts = accountsIn(cloud, { reader: null });
    expect(await thrownBy(accounts.list(never))).toMatchObject({
      reason: 'credentials',
      code: 'InvalidCredentials',
      message: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID'),
    });
    for (const [name, value] of Object.entries(KEY_VARIABLES)) vi.stubEnv(name, value);
    expect((await accounts.list(never)).caller.accountId).toBe(ACCOUNT_ID);
  });

  it('serves many who come at once, also the first time', async () => {
    const cloud = await startCloud();
    await onlyChain({});
    const file = join(await mkdtemp(join(tmpdir(), 'alibaba-')), 'credentials');
    const lines = [
      '[default]',
      'enable = true',
      'type = access_key',
      `access_key_id = ${READER_KEY.accessKeyId}`,
      `access_key_secret = ${READER_KEY.accessKeySecret}`,
    ];
    await writeFile(file, lines.join('\n'));
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_FILE', file);
    const accounts = accountsIn(cloud, { reader: null });
    const listings = await Promise.all(Array.from({ length: 5 }, () => accounts.list(never)));
    expect(listings.map((listing) => listing.caller.accountId)).toEqual(Array(5).fill(ACCOUNT_ID));
  });
});

describe('fetched credentials', () => {
  const context: CallContext = {
    signal: never,
    priority: 'audit',
    onCall: () => undefined,
    onAnswer: () => undefined,
    onFailure: () => undefined,
  };

  function fetched(fetches: (number: number) => Promise<AccessKeys>) {
    const clock = new SteppedClock(0);
    let count = 0;
    const fetch = () => {
      count += 1;
      return fetches(count);
    };
    const credentials = fetchedCredentials({ fetch, freshMs: 100_000, usableMs: 200_000, clock });
    return { clock, credentials, fetches: () => count };
  }

  const keysNumber = (number: number): AccessKeys => ({
    accessKeyId: `key ${number}`,
    accessKeySecret: new Secret('secret'),
    securityToken: null,
  });

  it('are fetched once for all who wait, and again when they are no longer fresh', async () => {
    const { clock, credentials, fetches } = fetched(async (number) => keysNumber(number));
    const many = await Promise.all(Array.from({ length: 10 }, () => credentials.current(context)));
    expect(new Set(many.map((keys) => keys.accessKeyId))).toEqual(new Set(['key 1']));
    clock.set(99_999);
    await credentials.current(context);
    expect(fetches()).toBe(1);
    clock.set(100_000);
    expect((await credentials.current(context)).accessKeyId).toBe('key 2');
  });

  it('serve on while new ones cannot be had, but not longer than they are valid', async () => {
    const { clock, credentials } = fetched(async (number) => {
      if (number > 1) throw new Error('no new ones');
      return keysNumber(number);
    });
    await credentials.current(context);
    clock.set(150_000);
    expect((await credentials.current(context)).accessKeyId).toBe('key 1');
    clock.set(200_000);
    await expect(credentials.current(context)).rejects.toThrow('no new ones');
  });

  it('are fetched anew when the service refused them, but not at every call', async () => {
    const { clock, credentials, fetches } = fetched(async (number) => keysNumber(number));
    credentials.discard(await credentials.current(context));
    await credentials.current(context);
    expect(fetches()).toBe(1);
    clock.set(60_000);
    credentials.discard(await credentials.current(context));
    expect((await credentials.current(context)).accessKeyId).toBe('key 2');
  });

  it('still come for the others when the first who asked has left', async () => {
    let arrive = (_keys: AccessKeys): void => undefined;
    const { credentials } = fetched(() => new Promise((resolve) => (arrive = resolve)));
    const stop = new AbortController();
    const first = credentials.current({ ...context, signal: stop.signal });
    const second = credentials.current(context);
    stop.abort(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    arrive(keysNumber(1));
    expect((await second).accessKeyId).toBe('key 1');
  });

  it('print no secret', () => {
    expect(inspect(accountOf([]).accessKeys)).toContain(READER_KEY.accessKeySecret);
    expect(inspect({ keys: staticKeys(READER_KEY) }, { depth: null })).not.toContain(
      READER_KEY.accessKeySecret,
    );
  });
});
