import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to whoever names none: between the look here and its use nobody takes it by chance. */
const FIRST = 10_000;
const LAST = 29_999;
const TRIES = 50;

/** One that nothing listens on just now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error('No port is free');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
