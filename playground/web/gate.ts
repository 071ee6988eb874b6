import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not let in. */
export type Refusal = 'foreign_host' | 'foreign_origin' | 'no_secret' | 'not_by_the_page';

export type Admission =
  /** Behind the secret; `/` is the page. */
  { readonly path: string } | { readonly refusal: Refusal };

export const REFUSAL_SENTENCES: Readonly<Record<Refusal, string>> = {
  foreign_host: 'This address is only answered as 127.0.0.1 or localhost.',
  foreign_origin: 'Other pages may not use this one.',
  no_secret: 'Open the address that npm run playground printed: it ends in the secret of this run.',
  not_by_the_page: 'Only the page itself may do something here: as JSON, from its own address.',
};

const SAME_SITE = ['same-origin', 'none'];

/**
 * Lets in what comes from this machine's own browser by the printed address: a page elsewhere can make a browser ask
 * 127.0.0.1, or let a name of its own lead there, but knows neither the secret nor can it forge `Host` and `Origin`.
 */
export function admit(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  run: { readonly port: number; readonly secret: string },
): Admission {
  const { host, origin, 'sec-fetch-site': fetchSite = 'none', 'sec-fetch-mode': fetchMode } = request.headers;
  const hosts = [`127.0.0.1:${run.port}`, `localhost:${run.port}`];
  if (host === undefined || !hosts.includes(host)) return { refusal: 'foreign_host' };
  if (origin !== undefined && origin !== `http://${host}`) return { refusal: 'foreign_origin' };
  // A click elsewhere that leads here is no harm, since it needs the secret.
  if (fetchMode !== 'navigate' && !SAME_SITE.includes(String(fetchSite)))
    return { refusal: 'foreign_origin' };
  const { pathname } = new URL(request.url ?? '/', `http://${host}`);
  const [, secret = '', ...rest] = pathname.split('/');
  if (!isSame(secret, run.secret)) return { refusal: 'no_secret' };
  if (request.method === 'POST' && (origin === undefined || !isJson(request)))
    return { refusal: 'not_by_the_page' };
  return { path: `/${rest.join('/')}` };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function isJson({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['content-type'] === 'application/json';
}
