import type { SocketModeReceiver } from '@slack/bolt';
import { isJsonObject, jsonObject } from '../transport/json.ts';

type SocketClient = SocketModeReceiver['client'];

const FRAME = 'ws_message';
const WITHOUT_PAYLOAD = new Set(['hello', 'disconnect']);
const WITH_PAYLOAD = new Set(['slash_commands', 'interactive', 'events_api']);

/**
 * Lets only frames through to the client that are as Slack documents them: it reads the others without looking, throws where
 * nobody catches it, and passes any type on as an event of its own, `disconnected` among them.
 */
export function guardFrames(client: SocketClient, onBadFrame: () => void): void {
  const theirs = client.listeners(FRAME) as readonly ((...frame: readonly unknown[]) => unknown)[];
  client.removeAllListeners(FRAME);
  client.on(FRAME, async (data: unknown, isBinary: unknown) => {
    if (!isWellFormed(data)) return onBadFrame();
    try {
      await Promise.all(theirs.map((listen) => listen(data, isBinary)));
    } catch {
      onBadFrame();
    }
  });
}

function isWellFormed(data: unknown): boolean {
  const { type, envelope_id: id, payload } = (typeof data === 'string' ? jsonObject(data) : null) ?? {};
  if (typeof type !== 'string') return false;
  if (WITHOUT_PAYLOAD.has(type)) return true;
  if (!WITH_PAYLOAD.has(type) || typeof id !== 'string' || !isJsonObject(payload)) return false;
  return type !== 'events_api' || (isJsonObject(payload.event) && typeof payload.event.type === 'string');
}
