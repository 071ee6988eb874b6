import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { createProxies } from '../../src/net/proxies.ts';

const SECURE = 'http://secure.corp.example:3128';
const PLAIN = 'http://plain.corp.example:3128';

/** The proxy that `address` is reached through, as an operator's variables say. */
function wayTo(address: string, variables: Readonly<Record<string, string>>): string | null {
  const { proxies } = parseConfig(variables, 'audit --dry-run');
  return createProxies(proxies).proxyFor(new URL(address))?.url ?? null;
}

describe('which proxy', () => {
  const both = { HTTPS_PROXY: SECURE, HTTP_PROXY: PLAIN };
  it.each([
    ['https://ram.aliyuncs.com/', both, SECURE],
    ['wss://wss-primary.slack.com/link', both, SECURE],
    ['http://127.0.0.1:8080/', both, PLAIN],
    ['ws://127.0.0.1:8080/', both, PLAIN],
    ['https://ram.aliyuncs.com/', { HTTP_PROXY: PLAIN }, null],
    ['http://127.0.0.1:8080/', { HTTPS_PROXY: SECURE }, null],
    ['https://ram.aliyuncs.com/', {}, null],
    ['https://ram.aliyuncs.com/', { HTTPS_PROXY: 'secure.corp.example:3128' }, SECURE],
  ])('%s with %j: %s', (address, variables, expected) => {
    expect(wayTo(address, variables)).toBe(expected);
  });
});

describe('no proxy', () => {
  const address = 'https://sts.cn-hangzhou.aliyuncs.com/';
  it.each([
    ['*', address, true],
    ['aliyuncs.com', address, true],
    ['.aliyuncs.com', address, true],
    ['*.aliyuncs.com', address, true],
    ['ALIYUNCS.com', address, true],
    ['slack.com, aliyuncs.com', address, true],
    ['slack.com aliyuncs.com', address, true],
    ['yuncs.com', address, false],
    ['sts.cn-hangzhou.aliyuncs.com.evil.example', address, false],
    ['aliyuncs.com:443', address, true],
    ['aliyuncs.com:8443', address, false],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/8', address, false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['fd00::1', 'https://[fd00::1]/', true],
    ['[fd00::1]:443', 'https://[fd00::1]/', true],
    ['fd00::/8', 'https://[fd12::7]:8443/', true],
    ['fd00::/8', 'https://10.1.2.3/', false],
  ])('%s for %s: %s', (entries, url, isDirect) => {
    const way = wayTo(url, { HTTPS_PROXY: SECURE, NO_PROXY: entries });
    expect(way).toBe(isDirect ? null : SECURE);
  });
});
