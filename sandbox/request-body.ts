import type { IncomingMessage } from 'node:http';

const BODY_BYTES_MAX = 1_048_576;

/** @throws {Error} when the body is larger than any vendor takes, or the connection breaks */
export async function readBody(request: IncomingMessage, bytesMax = BODY_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bytesMax) throw new Error('The request body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
