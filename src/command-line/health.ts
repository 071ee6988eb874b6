import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Meanings } from '../domain/code-meaning.ts';
import type { Health } from '../domain/health.ts';
import { partTodo } from '../domain/texts/texts.ts';
import type { Metrics } from '../metrics.ts';

export interface HealthServer {
  stop(): Promise<void>;
}

type Watched = Pick<App, 'isActive' | 'health' | 'samples' | 'meanings'>;

interface Answer {
  readonly status: 200 | 404 | 503;
  readonly body: string;
  readonly contentType: string;
}

const TEXT = 'text/plain; charset=utf-8';
const NOT_FOUND: Answer = { status: 404, body: 'not found\n', contentType: TEXT };

/** Answers a supervisor and Prometheus. Nothing here changes anything, and no user is named. */
export async function startHealth(
  at: { readonly host: string; readonly port: number },
  app: () => Watched,
  metrics: Metrics,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(request, app(), metrics).then((given) => send(response, given));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(at, error)));
    server.listen(at.port, at.host, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url = '' }: IncomingMessage,
  app: Watched,
  metrics: Metrics,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return NOT_FOUND;
  switch (url.split('?')[0]) {
    case '/livez':
      return yesOrNo(true);
    case '/readyz':
      return yesOrNo(app.isActive());
    case '/healthz':
      return healthAnswer(await app.health(), app.meanings);
    case '/metrics':
      return metricsAnswer(app, metrics);
    default:
      return NOT_FOUND;
  }
}

function yesOrNo(isSo: boolean): Answer {
  return { status: isSo ? 200 : 503, body: isSo ? 'ok\n' : 'not ready\n', contentType: TEXT };
}

function healthAnswer({ status, parts }: Health, meanings: Meanings): Answer {
  const shown = [...parts].map(([part, { status: is, since, code }]) => [
    part,
    {
      status: is,
      since: since === null ? null : new Date(since).toISOString(),
      code,
      todo: is === 'failing' ? partTodo(part, code ?? '', meanings) : null,
    },
  ]);
  return {
    status: status === 'ok' ? 200 : 503,
    body: `${JSON.stringify({ status, parts: Object.fromEntries(shown) })}\n`,
    contentType: 'application/json',
  };
}

async function metricsAnswer(app: Watched, metrics: Metrics): Promise<Answer> {
  const body = await metrics.text(await app.samples());
  return { status: 200, body, contentType: metrics.contentType };
}

function send(response: ServerResponse, { status, body, contentType }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}

function portProblem(
  { host, port }: { readonly host: string; readonly port: number },
  { code }: NodeJS.ErrnoException,
): ConfigError {
  const variable = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? 'HEALTH_HOST' : 'HEALTH_PORT';
  const message =
    variable === 'HEALTH_HOST'
      ? `cannot be used (${code}): write an address of this machine, not ${host}`
      : `cannot be used (${code}): set another port than ${port}, or stop what listens on it`;
  return new ConfigError([{ variable, message }]);
}
