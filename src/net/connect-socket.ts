import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { CONNECT_TIMEOUT_MS } from './dispatcher.ts';
import { admissionTo, Entrance } from './entrance.ts';
import type { Proxies, ProxyAddress } from './proxies.ts';

/** A connection of its own to where an address points, by a proxy where one is to be used; encrypted for `https:` and `wss:`. */
export async function connectSocket(url: URL, proxies: Proxies, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const proxy = proxies.proxyFor(url);
  const socket = proxy === null ? await connect(url) : await connectThrough(proxy, url, signal);
  if (!signal.aborted) return socket;
  socket.destroy();
  throw signal.reason;
}

const isEncrypted = ({ protocol }: URL) => protocol === 'https:' || protocol === 'wss:';
const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1');

const connector = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS });

/** `tunnel`: what is encrypted goes through it. */
function connect(url: URL, tunnel?: Socket): Promise<Socket> {
  const { host, port } = url;
  const protocol = isEncrypted(url) ? 'https:' : 'http:';
  const way = tunnel === undefined ? {} : { httpSocket: tunnel };
  return new Promise((resolve, reject) => {
    connector({ protocol, hostname: hostOf(url), host, port, ...way }, (error, socket) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}

async function connectThrough(proxy: ProxyAddress, url: URL, signal: AbortSignal): Promise<Socket> {
  const entrance = new Entrance(proxy.url, { connect: { timeout: CONNECT_TIMEOUT_MS } });
  const target = `${url.hostname}:${url.port || (isEncrypted(url) ? 443 : 80)}`;
  const admission = admissionTo(proxy);
  const headers = { host: target, ...(admission === null ? {} : { 'proxy-authorization': admission }) };
  try {
    const { socket } = await entrance.connect({ origin: proxy.url, path: target, headers, signal });
    const tunnel = socket as Socket;
    return isEncrypted(url) ? await connect(url, tunnel) : tunnel;
  } finally {
    // What has become a tunnel is no connection of its any more.
    void entrance.close();
  }
}
