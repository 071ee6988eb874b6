import { SlackApiError } from './slack-api-error.ts';

/** The arguments of a call, as text; objects and lists are JSON in them, which is how the SDK encodes a form. */
export interface CallArguments {
  readonly raw: Readonly<Record<string, string>>;
  /** null when absent or empty. */
  text(name: string): string | null;
  /** @throws {SlackApiError} invalid_arguments */
  required(name: string): string;
  flag(name: string): boolean;
  /** undefined when absent. @throws {SlackApiError} with `code` when it is no JSON */
  json(name: string, code: string): unknown;
  /** null when absent. @throws {SlackApiError} invalid_limit unless 0 to `max` */
  limit(max: number): number | null;
}

export function callArguments(raw: Readonly<Record<string, string>>): CallArguments {
  const text = (name: string): string | null => raw[name] || null;
  return {
    raw,
    text,
    required(name) {
      const value = text(name);
      if (value !== null) return value;
      throw invalidArguments(`missing required field: ${name}`);
    },
    flag: (name) => raw[name] === 'true' || raw[name] === '1',
    json(name, code) {
      const value = text(name);
      if (value === null) return undefined;
      try {
        return JSON.parse(value);
      } catch {
        throw new SlackApiError(code);
      }
    },
    limit(max) {
      const value = text('limit');
      if (value === null) return null;
      const limit = Number(value);
      if (Number.isInteger(limit) && limit >= 0 && limit <= max) return limit === 0 ? null : limit;
      throw new SlackApiError('invalid_limit');
    },
  };
}

export function invalidArguments(message: string): SlackApiError {
  return new SlackApiError('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
}

/** Reads a request's body by its content type. @throws {SlackApiError} invalid_form_data | invalid_json | invalid_post_type */
export function decodeArguments(contentType: string, body: string): Record<string, string> {
  if (body === '') return {};
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  if (!contentType.startsWith('application/json')) throw new SlackApiError('invalid_post_type');
  return decodeJson(body);
}

function decodeJson(body: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new SlackApiError('invalid_json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new SlackApiError('json_not_object');
  }
  const entries = Object.entries(parsed).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
