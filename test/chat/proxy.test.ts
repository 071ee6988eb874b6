import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ProxySandbox, type ProxySandboxOptions, startProxySandbox } from '../../sandbox/proxy/index.ts';
import { startTlsFront } from '../../sandbox/proxy/tls-front.ts';
import type { ChatProvider } from '../../src/chat/chat.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createProxies } from '../../src/net/proxies.ts';
import { createWayOut, type WayOut } from '../../src/net/way-out.ts';
import { certificateFor, trust } from '../net/certificate.ts';
import { message } from './contract-kit.ts';
import { dingtalkForTest } from './dingtalk/organisation.ts';
import { inTime, slackForTest } from './slack/workspace.ts';

const ANSWER = message([{ kind: 'paragraph', text: ['Here you are'] }], 'Answer');
const SLACK_HOSTS = ['slack.com', 'wss-primary.slack.com', 'hooks.slack.com'];
const API_HOSTS = ['api.dingtalk.com', 'wss-open-connection.dingtalk.com'];
const DINGTALK_HOSTS = [...API_HOSTS, 'oapi.dingtalk.com'];

async function startProxy(options: ProxySandboxOptions = {}): Promise<ProxySandbox> {
  const proxy = await startProxySandbox(options);
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** Ways to sandboxes under the vendors' own names, and what is to be done once they are known. */
async function frontsFor(places: readonly { readonly hosts: readonly string[]; readonly url: string }[]) {
  const certificate = await certificateFor(places.flatMap(({ hosts }) => hosts));
  trust(certificate);
  const known: Record<string, number> = {};
  for (const { hosts, url } of places) {
    const front = await startTlsFront(url, certificate);
    onTestFinished(() => front.stop());
    for (const host of hosts) known[`${host}:443`] = front.port;
  }
  return known;
}

/** What the bot would be built with, given these variables. */
const wayOutWith = (variables: Readonly<Record<string, string>>): WayOut =>
  createWayOut(createProxies(parseConfig(variables, 'audit --dry-run').proxies));

const hostsSeen = ({ tunnels }: ProxySandbox) => [...new Set(tunnels.map(({ target }) => target))].sort();
const withPorts = (hosts: readonly string[]) => hosts.map((host) => `${host}:443`).sort();
const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('through a proxy', () => {
  test('Slack: the Web API, the socket and the answers to commands', async () => {
    const hosts: Record<string, number> = {};
    const proxy = await startProxy({ hosts });
    const { sandbox, slack } = await slackForTest(
      { addresses: { socket: 'wss://wss-primary.slack.com', hooks: 'https://hooks.slack.com' } },
      { apiUrl: 'https://slack.com/api/', wayOut: wayOutWith({ HTTPS_PROXY: proxy.url }) },
    );
    Object.assign(hosts, await frontsFor([{ hosts: SLACK_HOSTS, url: sandbox.apiUrl }]));
    await slack.commandSource.start(async ({ reply }) => reply(ANSWER));
    await sandbox.waitForConnections(2);
    const typed = await sandbox.command({ userId: 'U0ANN', text: 'me' });
    expect(await typed.waitForReplies(1)).toHaveLength(1);
    await slack.messenger.sendToPerson('U0LI', ANSWER, 'delivery-1', inTime());
    expect(sandbox.directMessages('U0LI')).toHaveLength(1);
    expect(hostsSeen(proxy)).toEqual(withPorts(SLACK_HOSTS));
  });

  test('DingTalk: both APIs, the stream and the answers to messages', async () => {
    const hosts: Record<string, number> = {};
    const proxy = await startProxy({ hosts });
    const { sandbox, dingtalk } = await dingtalkForTest(
      {
        addresses: {
          stream: 'wss://wss-open-connection.dingtalk.com:443',
          oapi: 'https://oapi.dingtalk.com',
        },
      },
      {
        apiUrl: 'https://api.dingtalk.com',
        oapiUrl: 'https://oapi.dingtalk.com',
        wayOut: wayOutWith({ HTTPS_PROXY: proxy.url }),
      },
    );
    const api = { hosts: API_HOSTS, url: sandbox.apiUrl };
    Object.assign(hosts, await frontsFor([api, { hosts: ['oapi.dingtalk.com'], url: sandbox.oapiUrl }]));
    await dingtalk.commandSource.start(async ({ reply }) => reply(ANSWER));
    await sandbox.waitForConnections(1);
    const said = await sandbox.say({ userId: 'ann', text: '/mfa me' });
    expect(await said.waitForReplies(1)).toHaveLength(1);
    await dingtalk.messenger.sendToPerson('li', ANSWER, 'delivery-1', inTime());
    expect((await dingtalk.directory.byMemberId('ann', inTime())).kind).toBe('found');
    expect(hostsSeen(proxy)).toEqual(withPorts(DINGTALK_HOSTS));
  });

  test('what is excepted goes directly, sockets too', async () => {
    const proxy = await startProxy();
    const wayOut = wayOutWith({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    const [{ slack }, { dingtalk }] = [
      await slackForTest({}, { wayOut }),
      await dingtalkForTest({}, { wayOut }),
    ];
    await slack.commandSource.start(async () => {});
    await dingtalk.commandSource.start(async () => {});
    expect(proxy.tunnels).toEqual([]);
  });
});

const CHATS: readonly [string, (wayOut: WayOut) => Promise<ChatProvider>][] = [
  ['Slack', async (wayOut) => (await slackForTest({}, { wayOut })).slack],
  ['DingTalk', async (wayOut) => (await dingtalkForTest({}, { wayOut })).dingtalk],
];

describe.each(CHATS)('a proxy on the way to %s', (_, chatBy) => {
  const starting = async (variables: Readonly<Record<string, string>>) => {
    const { commandSource } = await chatBy(wayOutWith(variables));
    return failureOf(commandSource.start(async () => {}));
  };

  test('that asks who comes is told', async () => {
    const proxy = await startProxy({ credentials: 'bot:p@ss:wörd%' });
    const url = proxy.url.replace('http://', `http://bot:${encodeURIComponent('p@ss:wörd%')}@`);
    expect(await starting({ HTTP_PROXY: url })).toBeUndefined();
    expect(proxy.tunnels.every(({ status }) => status === 200)).toBe(true);
  });

  test('that refuses is named, and no secret with it', async () => {
    const proxy = await startProxy({ credentials: 'bot:right' });
    const error = await starting({ HTTP_PROXY: proxy.url.replace('http://', 'http://bot:not-it@') });
    expect(error).toMatchObject({ reason: 'unavailable', code: 'PROXY_407' });
    expect(inspect(error, { depth: null })).not.toContain('not-it');
  });

  test('that is not there is named', async () => {
    expect(await starting({ HTTP_PROXY: 'http://127.0.0.1:1' })).toMatchObject({
      reason: 'unavailable',
      code: 'PROXY_ECONNREFUSED',
    });
  });
});
