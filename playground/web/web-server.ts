import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACT, type Act, type Outcome } from '../acts.ts';
import type { View } from '../view.ts';
import { admit, REFUSAL_SENTENCES } from './gate.ts';
import { type PageFiles, readPageFiles } from './page-files.ts';
import { ViewStream } from './view-stream.ts';

const LOOPBACK = '127.0.0.1';
const SECRET_BYTES = 18;
const BODY_BYTES_MAX = 16 * 1024;

/** What is shown on the page, and what it may do. */
export interface Show {
  readonly view: View;
  /** Another one whenever something may have changed. */
  readonly revision: string;
  /** @throws {Error} when the act names what is not there */
  perform(act: Act): Promise<Outcome>;
}

export interface WebServer {
  readonly url: string;
  stop(): Promise<void>;
}

export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** @throws {PortTakenError} */
export async function startWebServer(show: Show, port: number): Promise<WebServer> {
  const page = await readPageFiles();
  const server = createServer();
  const run = { port: await listen(server, port), secret: randomBytes(SECRET_BYTES).toString('base64url') };
  const stream = new ViewStream(show);
  const parts = { show, page, stream, run };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // A caller that goes away while sending its body is the only way for this to fail.
    answer(parts, request, response).catch(() => void response.destroy());
  });
  return {
    url: `http://${LOOPBACK}:${run.port}/${run.secret}/`,
    async stop() {
      stream.stop();
      await close(server);
    },
  };
}

interface Parts {
  readonly show: Show;
  readonly page: PageFiles;
  readonly stream: ViewStream;
  readonly run: { readonly port: number; readonly secret: string };
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers(parts.page))) response.setHeader(name, value);
  const admission = admit(request, parts.run);
  if ('refusal' in admission) return say(response, 403, REFUSAL_SENTENCES[admission.refusal]);
  const { path } = admission;
  if (path === '/acts') return await answerAct(parts, request, response);
  if (request.method !== 'GET') return say(response, 405, 'There is nothing to be done at this address.');
  if (path === '/view') return answerView(parts.stream, response);
  const file = parts.page.files.get(path);
  if (file === undefined) return say(response, 404, 'There is nothing at this address.');
  response.setHeader('Content-Type', file.contentType);
  response.end(file.body);
}

function headers({ contentSecurityPolicy }: PageFiles): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // The address holds the secret.
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}

function answerView(stream: ViewStream, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  stream.add(response);
}

async function answerAct(
  { show, stream }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return say(response, 405, 'What is done here is sent by POST.');
  const act = ACT.safeParse(await readJson(request));
  if (!act.success) return say(response, 400, 'This is nothing that can be done here.');
  const performing = show.perform(act.data);
  stream.publish();
  const outcome = await performing.catch((): Outcome => ({ kind: 'not_there' }));
  stream.publish();
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(outcome));
}

/** null for what is no JSON, or too long. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > BODY_BYTES_MAX) return null;
  }
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => reject(new PortTakenError(whyNot(port, code))));
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function whyNot(port: number, code: string | undefined): string {
  const reason = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
  return `Port ${port} on ${LOOPBACK} ${reason}: give another one with --port, or none for a free one.`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
