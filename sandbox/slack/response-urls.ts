import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpAnswer, jsonAnswer } from '../http-answer.ts';
import { isRecord, parseJson } from '../json.ts';
import { readBody } from '../request-body.ts';
import { answerThrough } from './answer.ts';
import type { Faults } from './faults.ts';
import type { Reply } from './interaction.ts';
import type { MessageContent, SandboxMessage } from './message.ts';
import { contentFromPayload, newContent } from './message-content.ts';
import { addMessage, changeMessage, removeMessage } from './message-store.ts';
import { randomId } from './random-id.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { RecordedRequest } from './web-api.ts';
import type { SandboxRules } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction: five times within half an hour. */
const USES_MAX = 5;
const LIFETIME_MS = 30 * 60_000;

interface ResponseUrlTarget {
  readonly kind: 'commands' | 'actions';
  readonly channel: string;
  readonly memberId: string;
  /** The message with the pressed button; null for a command. */
  readonly source: SandboxMessage | null;
  readonly add: (reply: Reply) => void;
}

export interface ResponseUrls {
  /** Path of a new URL for this person and place. */
  issue(target: ResponseUrlTarget): string;
  /** Whether this path is one of ours, used up or not. */
  owns(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

interface IssuedUrl {
  readonly target: ResponseUrlTarget;
  readonly expiresAtMs: number;
  usesLeft: number;
}

interface ResponseUrlParts {
  readonly workspace: Workspace;
  readonly rules: SandboxRules;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
}

export function createResponseUrls(parts: ResponseUrlParts): ResponseUrls {
  const issued = new Map<string, IssuedUrl>();
  const { workspace } = parts;
  return {
    issue(target) {
      const path = `/${target.kind}/${workspace.team.id}/${randomId(workspace.random, '')}`;
      issued.set(path, { target, expiresAtMs: workspace.now() + LIFETIME_MS, usesLeft: USES_MAX });
      return path;
    },
    owns: (path) => issued.has(path),
    async handle(request, response, path) {
      const fault = parts.faults.take('response_url');
      const body = (await readBody(request)).toString();
      const record: RecordedRequest = {
        method: 'response_url',
        args: { path, body },
        at: workspace.now(),
        status: null,
        error: fault?.kind ?? null,
        fault: fault?.kind ?? null,
      };
      parts.requests.push(record);
      record.status = answerThrough(fault, response, () => {
        const outcome = use(parts, issued.get(path), body);
        record.error = outcome.error;
        return outcome.answer;
      });
    },
  };
}

interface Outcome {
  readonly answer: HttpAnswer;
  readonly error: string | null;
}

function use(parts: ResponseUrlParts, url: IssuedUrl | undefined, body: string): Outcome {
  if (url === undefined || parts.workspace.now() >= url.expiresAtMs) return refuse(404, 'expired_url');
  if (url.usesLeft === 0) return refuse(404, 'used_url');
  try {
    const reply = carryOut(parts, url.target, parsePayload(body));
    url.usesLeft -= 1;
    url.target.add(reply);
    return { answer: jsonAnswer(200, { ok: true }), error: null };
  } catch (error) {
    if (error instanceof SlackApiError) return refuse(400, error.code, error.details);
    return refuse(501, `sandbox: ${String(error)}`);
  }
}

function refuse(status: number, error: string, details: Readonly<Record<string, unknown>> = {}): Outcome {
  return { answer: jsonAnswer(status, { ok: false, error, ...details }), error };
}

function parsePayload(body: string): Readonly<Record<string, unknown>> {
  const payload = parseJson(body);
  if (!isRecord(payload)) throw new SlackApiError('invalid_payload');
  return payload;
}

/** Flags are booleans in the documents; anything else, as the text "true", is refused rather than guessed at. */
function flag(payload: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = payload[name] ?? false;
  if (typeof value !== 'boolean') throw new SlackApiError('invalid_payload');
  return value;
}

function carryOut(
  parts: ResponseUrlParts,
  target: ResponseUrlTarget,
  payload: Readonly<Record<string, unknown>>,
): Reply {
  const { workspace, rules } = parts;
  if (flag(payload, 'delete_original')) {
    const message = original(target);
    removeMessage(workspace, message);
    return { via: 'response_url', effect: 'deleted', message };
  }
  const { content } = newContent(contentFromPayload(payload, rules.blockKit));
  if (flag(payload, 'replace_original')) {
    const message = original(target);
    changeMessage(workspace, message, { text: content.text, blocks: content.blocks });
    return { via: 'response_url', effect: 'replaced', message };
  }
  const message = postAnswer(workspace, target, { content, responseType: payload.response_type });
  return { via: 'response_url', effect: 'posted', message };
}

function original(target: ResponseUrlTarget): SandboxMessage {
  if (target.source === null) throw new SlackApiError('message_not_found');
  return target.source;
}

/** Shows an answer to the person alone, or to the channel if that is asked for. @throws {SlackApiError} */
export function postAnswer(
  workspace: Workspace,
  target: Pick<ResponseUrlTarget, 'channel' | 'memberId'>,
  answer: { readonly content: MessageContent; readonly responseType: unknown },
): SandboxMessage {
  const { responseType = 'ephemeral' } = answer;
  if (responseType !== 'ephemeral' && responseType !== 'in_channel')
    throw new SlackApiError('invalid_payload');
  return addMessage(workspace, {
    channel: target.channel,
    author: workspace.app.botUserId,
    content: answer.content,
    ephemeralTo: responseType === 'in_channel' ? null : target.memberId,
  });
}
