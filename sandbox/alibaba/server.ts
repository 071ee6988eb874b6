import type { IncomingMessage, ServerResponse } from 'node:http';
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
    default:
      outcome satisfies never;
  }
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref());
}
