import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { admissionTo, Entrance } from './entrance.ts';
import type { Proxies, ProxyAddress } from './proxies.ts';

export interface DispatcherOptions {
  readonly proxies: Proxies;
  /** An answer with a longer body is cut off and fails. */
  readonly maxAnswerBytes: number;
}

export const CONNECT_TIMEOUT_MS = 5_000;

/** Connections that are kept and used again, each directly or through the proxy its address asks for. */
export function createDispatcher({ proxies, maxAnswerBytes }: DispatcherOptions): Dispatcher {
  // Whoever asks says by a signal how long to wait; two time-outs would only race.
  const waiting = { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: maxAnswerBytes };
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const tunnels = new Map<ProxyAddress, ProxyAgent>();

  function tunnelThrough(proxy: ProxyAddress): ProxyAgent {
    const tunnel = tunnels.get(proxy) ?? new ProxyAgent({ ...waiting, ...tunnelOptions(proxy, connect) });
    tunnels.set(proxy, tunnel);
    return tunnel;
  }

  const ways = new Map<string, ProxyAddress | null>();

  function wayTo(origin: string): ProxyAddress | null {
    const known = ways.get(origin);
    if (known !== undefined) return known;
    const proxy = proxies.proxyFor(new URL(origin));
    ways.set(origin, proxy);
    return proxy;
  }

  return new Agent({ ...waiting, connect }).compose((dispatchDirectly) => (options, handler) => {
    const proxy = wayTo(String(options.origin));
    return proxy === null
      ? dispatchDirectly(options, handler)
      : tunnelThrough(proxy).dispatch({ ...options, origin: String(options.origin) }, handler);
  });
}

function tunnelOptions(proxy: ProxyAddress, connect: { readonly timeout: number }) {
  const token = admissionTo(proxy);
  return {
    uri: proxy.url,
    ...(token === null ? {} : { token }),
    requestTls: connect,
    proxyTls: connect,
    clientFactory: (origin: URL, options: object) => new Entrance(origin, options),
  };
}
