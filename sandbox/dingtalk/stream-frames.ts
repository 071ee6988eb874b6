import { isRecord, parseJson } from '../json.ts';

/** Frames of https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol */
export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

interface CallbackHeaders {
  readonly appId: string;
  readonly connectionId: string;
  readonly messageId: string;
  /** Epoch ms. */
  readonly time: number;
  readonly topic: string;
}

export function callbackFrame(headers: CallbackHeaders, data: string): unknown {
  return {
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: { ...headers, contentType: 'application/json', time: String(headers.time) },
    data,
  };
}

export function pingFrame(messageId: string): unknown {
  return {
    specVersion: '1.0',
    type: 'SYSTEM',
    headers: { topic: 'ping', messageId, contentType: 'application/json' },
    data: JSON.stringify({ opaque: messageId }),
  };
}

export function disconnectFrame(): unknown {
  return {
    specVersion: '1.0',
    type: 'SYSTEM',
    headers: { topic: 'disconnect', contentType: 'application/json' },
    data: JSON.stringify({ reason: 'connection is expired' }),
  };
}

/** What a client answered a frame with. */
export interface ClientFrame {
  readonly code: number;
  /** Of the frame it answers. */
  readonly messageId: string;
  readonly data: string;
}

/** null: not as the protocol wants an answer, which nobody tells the client. */
export function parseClientFrame(text: string): ClientFrame | null {
  const frame = parseJson(text);
  if (!isRecord(frame) || !isRecord(frame.headers)) return null;
  const { messageId, contentType } = frame.headers;
  const { code, data } = frame;
  if (contentType !== 'application/json' || typeof messageId !== 'string') return null;
  if (typeof code !== 'number' || typeof data !== 'string' || parseJson(data) === undefined) return null;
  return { code, messageId, data };
}
