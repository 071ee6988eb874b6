import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Act, Outcome } from '../../playground/acts.ts';
import type { View } from '../../playground/view.ts';
import { PortTakenError, startWebServer, type WebServer } from '../../playground/web/web-server.ts';
import { visitDuringTest } from './visitor.ts';

const VIEW = { clock: { at: 1, timeZone: 'UTC' }, busy: null } as View;
const IDLE = { view: VIEW, revision: '', perform: async (): Promise<Outcome> => ({ kind: 'done' }) };
const ACT: Act = { kind: 'move_clock', move: 'next_hour' };

let server: WebServer;
const performed: Act[] = [];
let view = VIEW;

beforeAll(async () => {
  server = await startWebServer(
    {
      get view() {
        return view;
      },
      get revision() {
        return String(view.clock.at);
      },
      async perform(act): Promise<Outcome> {
        performed.push(act);
        if (act.kind === 'start_over') throw new Error('no');
        view = { ...view, clock: { ...view.clock, at: view.clock.at + 1 } };
        return { kind: 'done' };
      },
    },
    0,
  );
});
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** With the path as it is written, and any host. */
function ask(
  path: string,
  more: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(server.url);
  const { method = 'GET', headers = {}, body } = more;
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: `${pathname}${path}`, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    asked.on('error', reject).end(body);
  });
}

const post = (body: string, headers: Record<string, string> = {}) => {
  const { origin } = new URL(server.url);
  return ask('acts', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
    body,
  });
};

describe('the address', () => {
  test('is of this machine alone, and ends in a secret of its own each time', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/);
    const other = await startWebServer(IDLE, 0);
    await other.stop();
    expect(new URL(other.url).pathname).not.toBe(new URL(server.url).pathname);
  });

  test('a port that is taken is told in one sentence', async () => {
    const { port } = new URL(server.url);
    const starting = startWebServer(IDLE, Number(port));
    await expect(starting).rejects.toThrow(PortTakenError);
    await expect(starting).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken: give another one with --port`,
    );
  });
});

describe('the page', () => {
  test('comes with all it needs, and may load nothing else', async () => {
    const { status, headers, body } = await ask('');
    const policy = String(headers['content-security-policy']);
    expect(status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    for (const [, path = ''] of body.matchAll(/(?:href|src)="([^"]+)"/g)) {
      expect(await ask(path), path).toMatchObject({ status: 200 });
    }
  });

  test('its modules are scripts without types, and each one they import is there', async () => {
    const seen = new Set<string>();
    const queue = ['main.ts'];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, headers, body } = await ask(path);
      expect(status, path).toBe(200);
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(body).not.toMatch(/^import type|: readonly |\bas const\b/m);
      const imported = [...body.matchAll(/from ['"](\.[^'"]+)['"]/g)].map(([, to = '']) =>
        new URL(to, `http://x/${path}`).pathname.slice(1),
      );
      queue.push(...imported);
    }
    expect(seen.size).toBeGreaterThan(20);
  });

  test.each([
    '../../package.json',
    '..%2f..%2fpackage.json',
    'main.js',
    'tsconfig.json',
    '.env',
    '%00',
    'constructor',
  ])('there is nothing at %s', async (path) => {
    const { status, body } = await ask(path);
    expect([403, 404]).toContain(status);
    expect(body).not.toContain('ram-mfa-bot');
  });
});

describe('an act', () => {
  test('is carried out, and everybody who looks sees what came of it', async () => {
    const visitor = await visitDuringTest(server.url);
    const before = visitor.view.clock.at;
    expect(await visitor.act(ACT)).toEqual({ kind: 'done' });
    await visitor.until(({ clock }) => clock.at > before);
    expect(performed.at(-1)).toEqual(ACT);
  });

  test('of somebody else is seen too: nobody has to ask for it', async () => {
    const visitor = await visitDuringTest(server.url);
    const at = view.clock.at + 1000;
    view = { ...view, clock: { ...view.clock, at } };
    // Somebody who comes right then must not be the only one to see it.
    const [newcomer] = await Promise.all([
      visitDuringTest(server.url),
      visitor.until(({ clock }) => clock.at === at),
    ]);
    expect(newcomer.view.clock.at).toBe(at);
  });

  test('that names what is not there is told as that', async () => {
    const { status, body } = await post(JSON.stringify({ kind: 'start_over' }));
    expect([status, JSON.parse(body)]).toEqual([200, { kind: 'not_there' }]);
  });

  test.each([
    ['nobody knows', JSON.stringify({ kind: 'drop_database' })],
    ['with more than belongs to it', JSON.stringify({ ...ACT, beside: 'rm' })],
    ['that is no JSON', '{'],
    ['that is far too long', JSON.stringify({ ...ACT, filling: 'x'.repeat(20_000) })],
  ])('%s is refused in one sentence', async (_what, body) => {
    const count = performed.length;
    expect(await post(body)).toMatchObject({ status: 400, body: 'This is nothing that can be done here.\n' });
    expect(performed).toHaveLength(count);
  });

  test.each([
    ['from another page', { Origin: 'https://evil.example' }, 'Other pages may not use this one.\n'],
    [
      'by a name of somebody else’s',
      { Host: 'evil.example' },
      'This address is only answered as 127.0.0.1 or localhost.\n',
    ],
    [
      'as a form sends it',
      { 'Content-Type': 'text/plain' },
      'Only the page itself may do something here: as JSON, from its own address.\n',
    ],
  ])('%s is refused', async (_what, headers, sentence) => {
    const count = performed.length;
    expect(await post(JSON.stringify(ACT), headers)).toMatchObject({ status: 403, body: sentence });
    expect(performed).toHaveLength(count);
  });

  test('is sent, not asked for', async () => {
    expect(await ask('acts')).toMatchObject({ status: 405 });
    const { origin } = new URL(server.url);
    expect(
      await ask('view', { method: 'POST', headers: { Origin: origin, 'Content-Type': 'application/json' } }),
    ).toMatchObject({ status: 405 });
  });
});
