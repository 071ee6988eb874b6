import { inspect } from 'node:util';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AlibabaSandbox } from '../../sandbox/alibaba/index.ts';
import { type ProxySandboxOptions, startProxySandbox } from '../../sandbox/proxy/index.ts';
import { startTlsFront } from '../../sandbox/proxy/tls-front.ts';
import {
  createAccounts,
  createLoginProfiles,
  createTransport,
  createVendorClock,
} from '../../src/alibaba/index.ts';
import { exceptMetadata } from '../../src/alibaba/transport.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createProxies } from '../../src/net/proxies.ts';
import { certificateFor, trust } from '../net/certificate.ts';
import {
  ACCOUNT_ID,
  accountOf,
  accountsIn,
  asked,
  commonOptions,
  NO_ROLES,
  never,
  READER_KEY,
  readOwnAccount,
  startCloud,
  staticKeys,
} from './company.ts';

const HOSTS = ['ram', 'ims', 'sts', 'resourcedirectory-intl'].map((name) => `${name}.aliyuncs.com`);
const MEMBER_ID = '1234567890123499';

async function startProxy(options: ProxySandboxOptions = {}) {
  const proxy = await startProxySandbox(options);
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** A proxy behind which the vendor's own addresses lead to the sandbox. */
async function proxyTo(cloud: AlibabaSandbox, options: ProxySandboxOptions = {}) {
  const certificate = await certificateFor(HOSTS);
  trust(certificate);
  const front = await startTlsFront(cloud.url, certificate);
  onTestFinished(() => front.stop());
  const hosts = Object.fromEntries(HOSTS.map((host) => [`${host}:443`, front.port]));
  return startProxy({ hosts, ...options });
}

/** What the bot would be built with, given these variables. */
function optionsFrom(cloud: AlibabaSandbox, variables: Readonly<Record<string, string>>) {
  const { alibaba, proxies } = parseConfig(variables, 'audit --dry-run');
  const transport = createTransport(createProxies(proxies));
  return { ...commonOptions(cloud), endpoints: alibaba.endpoints, transport, reader: staticKeys(READER_KEY) };
}

const targets = (proxy: { readonly tunnels: readonly { readonly target: string }[] }) =>
  [...new Set(proxy.tunnels.map(({ target }) => target))].sort();

const thrownBy = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('through a proxy', () => {
  it('everything goes by the vendor’s own addresses: RAM, IMS, STS, Resource Directory, the clock', async () => {
    const cloud = await startCloud({
      resourceDirectory: { managementAccountId: ACCOUNT_ID, members: [{ accountId: MEMBER_ID }] },
    });
    const proxy = await proxyTo(cloud);
    const options = optionsFrom(cloud, { HTTPS_PROXY: proxy.url });
    const roles = { ...NO_ROLES, resourceDirectory: true, roleName: 'auditor' };
    const accounts = createAccounts({ ...options, roles });
    expect((await readOwnAccount(accounts)).completeness).toEqual({ kind: 'proven' });
    const vendorClock = createVendorClock(options);
    expect(Math.abs((await vendorClock.machineAheadMs(never)) ?? Number.NaN)).toBeLessThan(60_000);
    expect(targets(proxy)).toEqual(HOSTS.map((host) => `${host}:443`).sort());
    expect(cloud.requests.entries.length).toBeGreaterThan(proxy.tunnels.length);
  });

  it('enforcing goes the same way', async () => {
    const policy = {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: 'ram:*', Resource: '*' }],
    } as const;
    const cloud = await startCloud({
      accounts: [
        accountOf([
          { userName: 'nora', loginProfile: {} },
          { userName: 'enforcer', policy },
        ]),
      ],
    });
    const key = { accessKeyId: 'LTAIenforcer', accessKeySecret: 'secret-of-the-enforcer' };
    cloud.account(ACCOUNT_ID).addAccessKey({ ...key, userName: 'enforcer' });
    const proxy = await proxyTo(cloud);
    const options = optionsFrom(cloud, { HTTPS_PROXY: proxy.url });
    const loginProfiles = createLoginProfiles({ ...options, enforcer: staticKeys(key), roleName: null });
    const target = { accountId: ACCOUNT_ID, userName: 'nora', actor: 'admin' };
    await loginProfiles.setMfaRequired(target, true, never);
    expect(await loginProfiles.read(target, never)).toMatchObject({ mfaBindRequired: true });
    expect(targets(proxy)).toContain('ram.aliyuncs.com:443');
  });

  it('plain http goes through a tunnel as well, unless it is excepted', async () => {
    const cloud = await startCloud();
    const proxy = await startProxy();
    const through = async (variables: Readonly<Record<string, string>>) => {
      const { transport } = optionsFrom(cloud, variables);
      return (await readOwnAccount(accountsIn(cloud, { transport }))).completeness.kind;
    };
    expect(await through({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.0/8' })).toBe('proven');
    expect(proxy.tunnels).toEqual([]);
    expect(await through({ HTTP_PROXY: proxy.url })).toBe('proven');
    expect(targets(proxy)).toEqual([new URL(cloud.url).host]);
  });

  describe('the vendor’s default chain', () => {
    afterEach(() => vi.unstubAllEnvs());

    it('fetches its credentials by it', async () => {
      const cloud = await startCloud();
      const proxy = await startProxy();
      const { transport } = optionsFrom(cloud, { HTTP_PROXY: proxy.url });
      for (const name of ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SECURITY_TOKEN', 'ROLE_ARN'])
        vi.stubEnv(`ALIBABA_CLOUD_${name}`, undefined);
      vi.stubEnv('ALIBABA_CLOUD_CLI_PROFILE_DISABLED', 'true');
      vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_FILE', '/nowhere');
      vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
      vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `${cloud.url}/credentials`);
      await thrownBy(accountsIn(cloud, { transport, reader: null }).list(never));
      expect(targets(proxy)).toEqual([new URL(cloud.url).host]);
    });

    it('asks a virtual machine for its role directly', () => {
      const { proxies } = parseConfig({ HTTP_PROXY: 'http://proxy.corp.example:3128' }, 'audit --dry-run');
      const { proxyFor } = exceptMetadata(createProxies(proxies));
      expect(proxyFor(new URL('http://100.100.100.200/latest/meta-data/ram'))).toBeNull();
      expect(proxyFor(new URL('http://100.100.100.201/'))).not.toBeNull();
    });
  });
});

describe('a proxy that asks who comes', () => {
  const CREDENTIALS = 'bot:p@ss:wörd%';
  const withPassword = (url: string) =>
    url.replace('http://', `http://bot:${encodeURIComponent('p@ss:wörd%')}@`);

  it('is told, and nobody else is', async () => {
    const cloud = await startCloud();
    const proxy = await startProxy({ credentials: CREDENTIALS });
    const variables = { HTTP_PROXY: withPassword(proxy.url) };
    const { transport } = optionsFrom(cloud, variables);
    expect((await readOwnAccount(accountsIn(cloud, { transport }))).completeness.kind).toBe('proven');
    const config = parseConfig(variables, 'audit --dry-run');
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toMatch(/p@ss|p%40ss/);
  });

  it('refuses whoever does not say so, at once, with what to do and without a secret', async () => {
    const cloud = await startCloud();
    const proxy = await startProxy({ credentials: CREDENTIALS });
    const wrong = proxy.url.replace('http://', 'http://bot:not-it@');
    for (const url of [proxy.url, wrong]) {
      const { transport } = optionsFrom(cloud, { HTTP_PROXY: url });
      const error = await thrownBy(accountsIn(cloud, { transport }).list(never));
      expect(error).toMatchObject({ reason: 'unavailable', code: 'PROXY_407', retryable: false });
      expect(String(error)).toMatch(/asks for a user and a password; put them into HTTPS_PROXY/);
      expect(inspect(error, { depth: null })).not.toMatch(/not-it|127\.0\.0\.1/);
    }
    expect(asked(cloud, 'GetCallerIdentity')).toBe(0);
  });
});

describe('a proxy that cannot be reached', () => {
  it('is named, and nothing was sent', async () => {
    const cloud = await startCloud();
    const { transport } = optionsFrom(cloud, { HTTP_PROXY: 'http://127.0.0.1:1' });
    const error = await thrownBy(accountsIn(cloud, { transport }).list(never));
    expect(error).toMatchObject({ reason: 'unavailable', code: 'PROXY_ECONNREFUSED', retryable: false });
    const options = { ...commonOptions(cloud), transport, reader: staticKeys(READER_KEY) };
    const enforcer = createLoginProfiles({ ...options, enforcer: staticKeys(READER_KEY), roleName: 'role' });
    const target = { accountId: ACCOUNT_ID, userName: 'nora', actor: 'admin' };
    expect(await thrownBy(enforcer.setMfaRequired(target, true, never))).toMatchObject({
      reason: 'unavailable',
      code: 'PROXY_ECONNREFUSED',
    });
  });

  it('is tried again where what it answers may pass', async () => {
    const cloud = await startCloud();
    const proxy = await startProxy();
    const { transport } = optionsFrom(cloud, { HTTP_PROXY: proxy.url });
    const accounts = accountsIn(cloud, { transport });
    await cloud.stop();
    expect(await thrownBy(accounts.list(never))).toMatchObject({ code: 'PROXY_502', retryable: true });
    expect(proxy.tunnels).toHaveLength(8);
  });
});
