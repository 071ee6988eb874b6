import { describe, expect, test } from 'vitest';
import { admit } from '../../playground/web/gate.ts';

const RUN = { port: 4321, secret: 'secret-of-this-run' };
const HOST = '127.0.0.1:4321';
const ORIGIN = `http://${HOST}`;
const PAGE = `/${RUN.secret}/`;
const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = ({ method = 'GET', url = PAGE, headers = {} }: Asked) =>
  admit({ method, url, headers: { host: HOST, ...headers } }, RUN);

describe('lets in', () => {
  test.each<readonly [string, Asked, string]>([
    ['the printed address', {}, '/'],
    ['the same by the name of this machine to itself', { headers: { host: 'localhost:4321' } }, '/'],
    [
      'what the page loads',
      { url: `${PAGE}page.css`, headers: { 'sec-fetch-site': 'same-origin' } },
      '/page.css',
    ],
    [
      'a click on the address in another window',
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } },
      '/',
    ],
    [
      'an act of the page',
      { method: 'POST', url: `${PAGE}acts`, headers: { origin: ORIGIN, ...JSON_TYPE } },
      '/acts',
    ],
    ['a path that climbs, as where it ends up', { url: `${PAGE}../${RUN.secret}/page.css` }, '/page.css'],
  ])('%s', (_what, asked, path) => {
    expect(ask(asked)).toEqual({ path });
  });
});

describe('refuses', () => {
  test.each<readonly [string, Asked, string]>([
    ['a name of somebody else’s that leads here', { headers: { host: 'evil.example:4321' } }, 'foreign_host'],
    ['another port', { headers: { host: '127.0.0.1:80' } }, 'foreign_host'],
    ['another page’s script', { headers: { origin: 'https://evil.example' } }, 'foreign_origin'],
    ['a page of no origin', { headers: { origin: 'null' } }, 'foreign_origin'],
    ['another local page', { headers: { origin: 'http://127.0.0.1:8080' } }, 'foreign_origin'],
    [
      'a picture on another page',
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
      'foreign_origin',
    ],
    ['no secret', { url: '/' }, 'no_secret'],
    ['another secret of the same length', { url: `/${'x'.repeat(RUN.secret.length)}/` }, 'no_secret'],
    ['a part of the secret', { url: `/${RUN.secret.slice(0, -1)}/` }, 'no_secret'],
    ['the secret elsewhere', { url: `/?${RUN.secret}` }, 'no_secret'],
    [
      'an act without an origin',
      { method: 'POST', url: `${PAGE}acts`, headers: JSON_TYPE },
      'not_by_the_page',
    ],
    [
      'an act as a form would send it',
      { method: 'POST', url: `${PAGE}acts`, headers: { origin: ORIGIN, 'content-type': 'text/plain' } },
      'not_by_the_page',
    ],
  ])('%s', (_what, asked, refusal) => {
    expect(ask(asked)).toEqual({ refusal });
  });
});
