import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';

export interface TlsFront {
  readonly port: number;
  stop(): Promise<void>;
}

/** Speaks TLS in front of a sandbox that does not, so that it can be reached under the vendor's own https addresses. */
export async function startTlsFront(
  sandboxUrl: string,
  certificate: { readonly key: string; readonly cert: string },
): Promise<TlsFront> {
  const port = Number(new URL(sandboxUrl).port);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer(certificate, (outside) => {
    const inside = connect(port, '127.0.0.1');
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        outside.destroy();
        inside.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
