import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxySandboxOptions {
  /** `user:password` that whoever comes must show. Default: nobody is asked. */
  readonly credentials?: string;
  /** The ports of this machine behind names, `ram.aliyuncs.com:443`. A name that is not there leads nowhere. */
  readonly hosts?: Readonly<Record<string, number>>;
}

/** One request for a way through. */
interface Tunnel {
  /** `ram.aliyuncs.com:443` */
  readonly target: string;
  readonly status: 200 | 407 | 502;
}

/** A proxy as companies have it: it opens tunnels (CONNECT) and sees of what goes through nothing but the host. */
export interface ProxySandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly tunnels: readonly Tunnel[];
  /** Cuts every connection. */
  stop(): Promise<void>;
}

export async function startProxySandbox(options: ProxySandboxOptions = {}): Promise<ProxySandbox> {
  const tunnels: Tunnel[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((_, response) => {
    response.writeHead(405, { allow: 'CONNECT' }).end();
  });
  server.on('connection', (socket) => keep(sockets, socket));
  server.on('connect', (request, client: Duplex) => {
    const target = request.url ?? '';
    if (!isAdmitted(request, options.credentials)) {
      tunnels.push({ target, status: 407 });
      refuse(client, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="proxy"');
      return;
    }
    const behind = connect(portOf(target, options.hosts ?? {}), '127.0.0.1');
    keep(sockets, behind);
    behind.once('connect', () => {
      tunnels.push({ target, status: 200 });
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(behind).pipe(client);
    });
    behind.once('error', () => {
      tunnels.push({ target, status: 502 });
      refuse(client, '502 Bad Gateway');
    });
    client.on('error', () => behind.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function keep(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

function isAdmitted({ headers }: IncomingMessage, credentials: string | undefined): boolean {
  if (credentials === undefined) return true;
  return headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
}

const NOWHERE = 1;

/** A loopback address leads to itself. */
function portOf(target: string, hosts: Readonly<Record<string, number>>): number {
  const [, loopbackPort] = /^(?:127\.0\.0\.1|localhost):(\d+)$/.exec(target) ?? [];
  return hosts[target] ?? (loopbackPort === undefined ? NOWHERE : Number(loopbackPort));
}

function refuse(client: Duplex, status: string, header?: string): void {
  const lines = [
    `HTTP/1.1 ${status}`,
    ...(header === undefined ? [] : [header]),
    'Content-Length: 0',
    '',
    '',
  ];
  client.end(lines.join('\r\n'));
}
