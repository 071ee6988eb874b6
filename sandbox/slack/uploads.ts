import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpAnswer, pageAnswer } from '../http-answer.ts';
import { readBody } from '../request-body.ts';
import { answerThrough } from './answer.ts';
import type { Faults } from './faults.ts';
import { UPLOAD_PATH, type UploadedFiles } from './uploaded-files.ts';
import type { RecordedRequest } from './web-api.ts';

interface Uploads {
  owns(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

/** Where files are posted to, as they are or in a form. https://docs.slack.dev/messaging/working-with-files */
export function createUploads(parts: {
  readonly files: UploadedFiles;
  readonly now: () => number;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
}): Uploads {
  const { files, faults, requests } = parts;
  return {
    owns: (path) => path.startsWith(UPLOAD_PATH),
    async handle(request, response, path) {
      const fault = faults.take('upload');
      const content = await contentOf(request);
      const record: RecordedRequest = {
        ...{ method: 'upload', args: { bytes: String(content.length) }, at: parts.now(), status: null },
        ...{ error: fault?.kind ?? null, fault: fault?.kind ?? null },
      };
      requests.push(record);
      record.status = answerThrough(fault, response, () => ANSWERS[files.accept(path, content)]);
    },
  };
}

const ANSWERS: Readonly<Record<ReturnType<UploadedFiles['accept']>, HttpAnswer>> = {
  taken: pageAnswer(200, 'text/plain', 'OK'),
  nothing_awaited: pageAnswer(404, 'text/plain', 'not found'),
  length_differs: pageAnswer(400, 'text/plain', 'length differs'),
};

const BYTES_MAX = 64 * 1024 * 1024;

async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, BYTES_MAX);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}
