import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Proxies, ProxyAddress } from './proxies.ts';
import { ProxyError } from './proxy-error.ts';

export interface DispatcherOptions {
  readonly proxies: Proxies;
  /** An answer with a longer body is cut off and fails. */
  readonly maxAnswerBytes: number;
}

const CONNECT_TIMEOUT_MS = 5_000;

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

  return new Agent({ ...waiting, connect }).compose((dispatchDirectly) => (options, handler) => {
    const proxy = proxies.proxyFor(new URL(String(options.origin)));
    return proxy === null
      ? dispatchDirectly(options, handler)
      : tunnelThrough(proxy).dispatch({ ...options, origin: String(options.origin) }, handler);
  });
}

function tunnelOptions({ url, credentials }: ProxyAddress, connect: { readonly timeout: number }) {
  return {
    uri: url,
    ...(credentials === null ? {} : { token: `Basic ${btoaUtf8(credentials.reveal())}` }),
    requestTls: connect,
    proxyTls: connect,
    clientFactory: (origin: URL, options: object) => new Entrance(origin, options),
  };
}

const btoaUtf8 = (text: string) => Buffer.from(text).toString('base64');

/** The connections to a proxy. That it could not be reached, or refused, is told apart from what happens behind it. */
class Entrance extends Pool {
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(...all: Parameters<Dispatcher['connect']>): void;
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const answer = await super.connect(options).catch((error: unknown) => {
      throw ProxyError.unreachable(error);
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => undefined).destroy();
    throw ProxyError.refused(answer.statusCode);
  }
}
