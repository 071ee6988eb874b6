import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTransport } from '../../src/alibaba/index.ts';
import { NO_PROXIES } from '../../src/net/proxies.ts';

interface Answer {
  readonly statusCode: number;
}

/** What the SDKs call. */
const httpx: {
  request(url: string, options?: { readonly readTimeout?: number }): Promise<Answer>;
  read(answer: Answer, encoding: 'utf8'): Promise<string>;
} = createRequire(import.meta.url)('httpx');

const { begin } = createTransport(NO_PROXIES);

async function serverThat(answers: (response: ServerResponse) => void): Promise<Server & { url: string }> {
  const server = createServer((_request, response) => answers(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(server, { url: `http://127.0.0.1:${port}/?Action=GetUser` });
}

describe('what the SDKs send', () => {
  it.each([
    { is: 'whole', chunks: ['{"User":', '"李雷"}'] },
    { is: 'empty', chunks: [] },
  ])('comes back $is', async ({ chunks }) => {
    const { url } = await serverThat((response) => {
      response.writeHead(404, { 'x-acs-retry-after': '250' });
      for (const chunk of chunks) response.write(chunk);
      response.end();
    });
    const sent = begin(async () => {
      const answer = await httpx.request(url);
      return { status: answer.statusCode, body: await httpx.read(answer, 'utf8') };
    });
    expect(await sent.answer).toEqual({ status: 404, body: chunks.join('') });
    expect(sent.retryAfterMs()).toBe(250);
  });

  it('closes its connection when it is cut off, and whoever waits is told', async () => {
    const server = await serverThat((response) => response.flushHeaders());
    const connected = once(server, 'connection');
    const asked = once(server, 'request');
    const sent = begin(() => httpx.request(server.url));
    const [[socket]] = await Promise.all([connected, asked]);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    sent.cutOff();
    await expect(sent.answer).rejects.toThrow('Nobody waits');
    await closed;
  });

  it('is never sent where it is cut off before', async () => {
    let requests = 0;
    const { url } = await serverThat((response) => {
      requests += 1;
      response.end();
    });
    const before = Promise.withResolvers<void>();
    const sent = begin(async () => {
      await before.promise;
      return httpx.request(url);
    });
    sent.cutOff();
    before.resolve();
    await expect(sent.answer).rejects.toThrow('Nobody waits');
    // Begun, and still without a connection.
    const queued = begin(() => httpx.request(url));
    queued.cutOff();
    await expect(queued.answer).rejects.toThrow('Nobody waits');
    await begin(() => httpx.request(url)).answer;
    expect(requests).toBe(1);
  });

  it('keeps to the time that the chain of credentials gives a place', async () => {
    const { url } = await serverThat(() => undefined);
    const sent = begin(() => httpx.request(url, { readTimeout: 20 }));
    await expect(sent.answer).rejects.toThrow('No answer');
  });

  it('fails where the connection is cut in the middle of an answer', async () => {
    const { url } = await serverThat((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"User":');
      setImmediate(() => response.destroy());
    });
    const { answer } = begin(() => httpx.request(url));
    await expect(answer).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });
});
