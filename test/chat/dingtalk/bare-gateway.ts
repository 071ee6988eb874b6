import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** What DingTalk does seldom, or what stands in its place on the way. */
export interface BareGateway {
  readonly apiUrl: string;
  /** How often the gateway was called. */
  readonly calls: () => number;
  readonly sockets: readonly WebSocket[];
  /** Query of each handshake. */
  readonly tickets: readonly (string | null)[];
  stop(): Promise<void>;
}

interface BareGatewayOptions {
  /** The body of the gateway's answer, given the address of this server; by default a working one. */
  readonly answer?: (wsUrl: string) => unknown;
  readonly status?: number;
  /** false: pings stay unanswered. */
  readonly autoPong?: boolean;
  /** `hang`: handshakes are never answered; `silence`: the gateway is not. */
  readonly hangs?: 'handshake' | 'gateway';
}

export async function startBareGateway(options: BareGatewayOptions = {}): Promise<BareGateway> {
  const { answer = working, status = 200, autoPong = true, hangs } = options;
  const sockets: WebSocket[] = [];
  const tickets: (string | null)[] = [];
  const unanswered = new Set<Duplex>();
  let calls = 0;
  const http = createServer((_, response) => {
    calls += 1;
    if (hangs === 'gateway') return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(`ws://${authority}/connect`)));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const authority = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  const ws = new WebSocketServer({ noServer: true, autoPong });
  http.on('upgrade', (request, tcp, head) => {
    tickets.push(new URL(request.url ?? '', 'ws://127.0.0.1').searchParams.get('ticket'));
    if (hangs === 'handshake') {
      unanswered.add(tcp);
      return;
    }
    ws.handleUpgrade(request, tcp, head, (socket) => sockets.push(socket));
  });
  return {
    apiUrl: `http://${authority}`,
    calls: () => calls,
    sockets,
    tickets,
    async stop() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const socket of sockets) socket.terminate();
      for (const tcp of unanswered) tcp.destroy();
      http.closeAllConnections();
      await closed;
    },
  };
}

function working(wsUrl: string): unknown {
  return { endpoint: wsUrl, ticket: 'tick+/et==' };
}
