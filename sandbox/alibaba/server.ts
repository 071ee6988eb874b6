import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, handle, type Outcome } from './gateway.ts';
import { receiveRequest } from './http-request.ts';

export interface RunningServer {
  readonly url: string;
  /** Cuts every connection, also those left hanging. */
  stop(): Promise<void>;
}

/** Listens on a free port of loopback. */
export async function startServer(gateway: Gateway, latencyMs: number): Promise<RunningServer> {
  const server = createServer((message, response) => {
    void serve(gateway, { message, response, latencyMs });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
