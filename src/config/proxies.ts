import { z } from 'zod';
import { Secret } from './secret.ts';
import { defineGroup, type Format, optional } from './variable.ts';

interface ProxyAddress {
  /** `http://proxy.corp.example:3128`: without user and password. */
  readonly url: string;
  /** `user:password` */
  readonly credentials: Secret | null;
}

export interface ProxiesConfig {
  /** For `https:` and `wss:`; null: directly. */
  readonly https: ProxyAddress | null;
  /** For `http:` and `ws:`; null: directly. */
  readonly http: ProxyAddress | null;
  /** What is reached directly: hosts with their subdomains, addresses, networks, each with an optional port, or `*`. */
  readonly except: readonly string[];
}

const proxyAddress: Format<ProxyAddress> = z.string().transform((text, context) => {
  const address = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && isProxy(url)) return { url: url.origin, credentials: credentialsOf(url) };
  context.addIssue('write the address of an HTTP proxy such as http://proxy.corp.example:3128');
  return z.NEVER;
});

function isProxy({ protocol, pathname, search, hash }: URL): boolean {
  return ['http:', 'https:'].includes(protocol) && pathname + search + hash === '/';
}

function credentialsOf({ username, password }: URL): Secret | null {
  if (username === '' && password === '') return null;
  return new Secret(`${decoded(username)}:${decoded(password)}`);
}

/** A lone `%` in a password is meant as such. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const exceptions: Format<readonly string[]> = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''));

export const proxiesGroup = defineGroup({
  variables: {
    HTTPS_PROXY: optional(proxyAddress),
    HTTP_PROXY: optional(proxyAddress),
    NO_PROXY: optional(exceptions),
  },
  build: (values): ProxiesConfig => ({
    https: values.HTTPS_PROXY,
    http: values.HTTP_PROXY,
    except: values.NO_PROXY ?? [],
  }),
});
