import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** A way to the server that can be cut: what comes through it has a port of its own. */
export interface Relay {
  readonly port: number;
  /** Nothing gets through any more, and neither side hears of it: as where a machine vanished. */
  stall(): void;
  /** What was held up gets through. */
  resume(): void;
  /** Every connection is cut, and none is taken: as where the server is down. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startRelay(serverPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  let isCut = false;
  const server = createServer({ allowHalfOpen: true }, (incoming) => {
    if (isCut) return void incoming.destroy();
    const outgoing = dial({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true });
    join(incoming, outgoing);
    join(outgoing, incoming);
  });
  function join(from: Socket, to: Socket): void {
    sockets.add(from);
    if (isStalled) from.pause();
    from.on('data', (part) => to.write(part));
    from.on('end', () => to.end());
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      if (!isStalled) to.destroy();
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
