import type { ServerResponse } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const contentType = 'application/json; charset=utf-8';
  return { status, headers: { 'content-type': contentType, ...headers }, body: JSON.stringify(body) };
}

export function pageAnswer(status: number, contentType: string, body: string): HttpAnswer {
  return { status, headers: { 'content-type': contentType }, body };
}

/** The status sent. */
export function send(response: ServerResponse, answer: HttpAnswer): number {
  response.writeHead(answer.status, answer.headers).end(answer.body);
  return answer.status;
}
