import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type LoopbackServer, startLoopbackServer } from '../loopback-server.ts';
import { type Gateway, handle, type Outcome } from './gateway.ts';
import { receiveRequest } from './http-request.ts';

/** Answers on a free port of loopback. */
export async function startServer(gateway: Gateway, latencyMs: number): Promise<LoopbackServer> {
  const loopback = await startLoopbackServer();
  loopback.server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    void serve(gateway, { message, response, latencyMs });
  });
  return loopback;
}

async function serve(
  gateway: Gateway,
  { message, response, latencyMs }: { message: IncomingMessage; response: ServerResponse; latencyMs: number },
): Promise<void> {
  try {
    const request = await receiveRequest(message);
    await sleep(latencyMs);
    const outcome = handle(gateway, request);
    // The cloud's own time, whatever this machine's is.
    response.setHeader('date', new Date(gateway.cloud.nowMs()).toUTCString());
    if (outcome.kind === 'answer') await sleep(outcome.delayMs);
    send(response, outcome);
  } catch (error) {
    // A mistake in the sandbox itself: cut the connection and say what it was, rather than look like the vendor.
    response.destroy();
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

function send(response: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answer':
      response.writeHead(outcome.answer.status, outcome.answer.headers).end(outcome.answer.body);
      return;
    case 'reset':
      response.destroy();
      return;
    case 'hang':
      return;
    case 'flood':
      flood(response, outcome.bytes);
      return;
    default:
      outcome satisfies never;
  }
}

const FLOOD_CHUNK = 'x'.repeat(64 * 1024);

/** As fast as it is taken, so that nothing piles up here. */
function flood(response: ServerResponse, bytes: number): void {
  Readable.from(floodChunks(bytes)).pipe(response.writeHead(200, { 'content-type': 'application/json' }));
}

function* floodChunks(bytes: number): Generator<string> {
  yield '{"RequestId":"';
  for (let sent = 0; sent < bytes; sent += FLOOD_CHUNK.length) yield FLOOD_CHUNK;
  yield '"}';
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref());
}
