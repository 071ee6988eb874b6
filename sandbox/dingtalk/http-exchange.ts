import type { IncomingMessage, ServerResponse } from 'node:http';

const BODY_BYTES_MAX = 1_000_000;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(status: number, body: unknown): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify(body),
  };
}

export function pageAnswer(status: number, contentType: string, body: string): HttpAnswer {
  return { status, headers: { 'content-type': contentType }, body };
}

/** @throws {Error} when the body is larger than any DingTalk takes */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The status sent. */
export function send(response: ServerResponse, answer: HttpAnswer): number {
  response.writeHead(answer.status, answer.headers).end(answer.body);
  return answer.status;
}

export function reset(response: ServerResponse): null {
  response.socket?.resetAndDestroy();
  return null;
}

/** Status and headers arrive, the body breaks off. */
export function cutBody(response: ServerResponse, answer: HttpAnswer): null {
  const size = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(size + 1) });
  response.write(answer.body.slice(0, 1), () => response.socket?.destroy());
  return null;
}
