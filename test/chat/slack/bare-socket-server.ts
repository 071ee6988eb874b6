import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A Socket Mode end that does only what a test tells it: for what Slack does seldom. */
export interface BareSocketServer {
  readonly apiUrl: string;
  readonly opened: number;
  readonly openNow: number;
  /** Acknowledged envelope ids. */
  readonly acknowledged: readonly string[];
  /** A string as its text. */
  send(frame: unknown): void;
  stop(): Promise<void>;
}

export async function startBareSocketServer(options: {
  readonly saysHello: boolean;
}): Promise<BareSocketServer> {
  const sockets: WebSocket[] = [];
  const acknowledged: string[] = [];
  const http = createServer((_, response) => {
    const { port } = http.address() as AddressInfo;
    response.writeHead(200, { 'content-type': 'application/json' });
    // One answer to every method.
    const identity = { team_id: 'T0CORP', bot_id: 'B0BOT', user_id: 'U0BOT' };
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link`, ...identity }));
  });
  const webSockets = new WebSocketServer({ server: http });
  webSockets.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id: string };
      acknowledged.push(id);
    });
    if (options.saysHello) socket.send(JSON.stringify({ type: 'hello' }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    get opened() {
      return sockets.length;
    },
    get openNow() {
      return webSockets.clients.size;
    },
    acknowledged,
    send(frame) {
      sockets.at(-1)?.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    },
    async stop() {
      for (const socket of sockets) socket.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
