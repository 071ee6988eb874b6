import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type ProxySandbox,
  type ProxySandboxOptions,
  startProxySandbox,
} from '../../../sandbox/proxy/index.ts';

async function startProxy(options: ProxySandboxOptions = {}): Promise<ProxySandbox> {
  const proxy = await startProxySandbox(options);
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** The status with which a tunnel is granted or refused. */
function connect({ url }: ProxySandbox, target: string, credentials?: string): Promise<number | undefined> {
  const headers =
    credentials === undefined
      ? {}
      : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  return new Promise((resolve, reject) => {
    request(url, { method: 'CONNECT', path: target, headers })
      .on('connect', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });
}

describe('the sandbox’s proxy', () => {
  it('opens tunnels and nothing else', async () => {
    const proxy = await startProxy();
    expect((await fetch(proxy.url)).status).toBe(405);
    expect(proxy.tunnels).toEqual([]);
  });

  it('knows only the names it was given, and this machine', async () => {
    const other = await startProxy();
    const port = Number(new URL(other.url).port);
    const proxy = await startProxy({ hosts: { 'ram.aliyuncs.com:443': port } });
    expect(await connect(proxy, 'ram.aliyuncs.com:443')).toBe(200);
    expect(await connect(proxy, `127.0.0.1:${port}`)).toBe(200);
    expect(await connect(proxy, 'ims.aliyuncs.com:443')).toBe(502);
    expect(proxy.tunnels).toEqual([
      { target: 'ram.aliyuncs.com:443', status: 200 },
      { target: `127.0.0.1:${port}`, status: 200 },
      { target: 'ims.aliyuncs.com:443', status: 502 },
    ]);
  });

  it.each([undefined, 'bot:another', ':secret'])('refuses whoever comes as %s', async (credentials) => {
    const proxy = await startProxy({ credentials: 'bot:secret' });
    const target = new URL(proxy.url).host;
    expect(await connect(proxy, target, credentials)).toBe(407);
    expect(await connect(proxy, target, 'bot:secret')).toBe(200);
  });
});
