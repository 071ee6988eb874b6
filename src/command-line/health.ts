import { createServer } from 'node:http';
import { ConfigError } from '../config/config-error.ts';

export interface HealthServer {
  stop(): Promise<void>;
}

/** Answers a supervisor on loopback: 200 while every chat is connected, else 503. No port is open to the outside. */
export async function startHealth(port: number, isConnected: () => boolean): Promise<HealthServer> {
  const server = createServer((_request, response) => {
    const connected = isConnected();
    response.writeHead(connected ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ connected }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portProblem(port: number, { code }: NodeJS.ErrnoException): ConfigError {
  const message = `cannot be used (${code}): set another port than ${port}, or stop what listens on it`;
  return new ConfigError([{ variable: 'HEALTH_PORT', message }]);
}
