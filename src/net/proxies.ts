import { BlockList, isIP } from 'node:net';
import type { Secret } from '../config/secret.ts';

export interface ProxyAddress {
  /** `http://proxy.corp.example:3128`: without user and password. */
  readonly url: string;
  /** `user:password` */
  readonly credentials: Secret | null;
}

export interface ProxySettings {
  readonly https: ProxyAddress | null;
  readonly http: ProxyAddress | null;
  /** Hosts with their subdomains, addresses, networks, each with an optional port, or `*`. */
  readonly except: readonly string[];
}

/** Which way a connection goes. */
export interface Proxies {
  /** null: directly. */
  proxyFor(url: URL): ProxyAddress | null;
}

export const NO_PROXIES: Proxies = { proxyFor: () => null };

export function createProxies({ https, http, except }: ProxySettings): Proxies {
  const exceptions = except.map(exceptionOf);
  return {
    proxyFor(url) {
      const proxy = isEncrypted(url) ? https : http;
      return proxy === null || exceptions.some((fits) => fits(targetOf(url))) ? null : proxy;
    },
  };
}

interface Target {
  /** In lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

const isEncrypted = ({ protocol }: URL) => protocol === 'https:' || protocol === 'wss:';

function targetOf(url: URL): Target {
  const port = url.port === '' ? (isEncrypted(url) ? 443 : 80) : Number(url.port);
  return { host: withoutBrackets(url.hostname.toLowerCase()), port };
}

const withoutBrackets = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

/** What curl takes in NO_PROXY, networks included. */
function exceptionOf(text: string): (target: Target) => boolean {
  if (text === '*') return () => true;
  const network = networkOf(text);
  if (network !== null) return ({ host }) => isIP(host) > 0 && network.check(host, familyOf(host));
  // An address of IPv6 ends in digits behind a colon, too.
  const [, name = text, port] = isIP(text) === 6 ? [] : (/^(.+):(\d+)$/.exec(text) ?? []);
  const host = withoutBrackets(name.toLowerCase()).replace(/^\*?\./, '');
  return (target) =>
    (port === undefined || Number(port) === target.port) &&
    (target.host === host || target.host.endsWith(`.${host}`));
}

/** `10.0.0.0/8` */
function networkOf(text: string): BlockList | null {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  if (isIP(address) === 0 || Number(bits) > (isIP(address) === 4 ? 32 : 128)) return null;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), familyOf(address));
  return network;
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
