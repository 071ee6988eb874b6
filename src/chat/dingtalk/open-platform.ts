import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Addressee } from '../../domain/code-meaning.ts';
import type { ChatMemory } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { JsonObject } from '../transport/json.ts';
import { createPacing } from '../transport/pacing.ts';
import { type AccessToken, createAccessToken } from './access-token.ts';
import { type Answer, postJson } from './http-exchange.ts';
import { isTokenRefusal, refusal } from './refusal.ts';

/**
 * 16 calls a second to each API, where 20 are allowed to an app.
 * https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
 */
const GAP_MS = 60;

/** DingTalk's two APIs, which one token opens. A call is made once, and once more with a new token. */
export interface OpenPlatform {
  readonly token: AccessToken;
  /** The robot says something: metered, and counted whatever comes of it. @throws {DeliveryError} */
  send(
    path: string,
    request: { readonly body: JsonObject; readonly addressee: Addressee; readonly signal: AbortSignal },
  ): Promise<JsonObject>;
  /** Asks the directory, which is not metered; the answer's `result`. @throws {DeliveryError} */
  ask(path: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
}

interface OpenPlatformDeps {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Without a slash at the end, as `oapiUrl`. */
  readonly apiUrl: string;
  readonly oapiUrl: string;
  readonly memory: Pick<ChatMemory, 'countCall'>;
  readonly clock: Clock;
}

export function createOpenPlatform(deps: OpenPlatformDeps): OpenPlatform {
  const { apiUrl, oapiUrl, memory, clock } = deps;
  const token = createAccessToken(deps, clock);
  const pace = createPacing(clock);

  /** A token that is refused was refused before anything was done. */
  async function withToken<Value>(
    signal: AbortSignal,
    call: (token: string) => Promise<Value>,
  ): Promise<Value> {
    const first = await token.get(signal);
    try {
      return await call(first);
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
      token.discard(first);
      return call(await token.get(signal));
    }
  }

  // Each API has its own count.
  const waitForPlace = (path: string, signal: AbortSignal) => pace({ name: path, gapMs: GAP_MS }, signal);

  return {
    token,
    send: (path, { body, addressee, signal }) =>
      withToken(signal, async (accessToken) => {
        await waitForPlace(path, signal);
        const headers = { 'x-acs-dingtalk-access-token': accessToken };
        const answer = await counted(memory, postJson(`${apiUrl}${path}`, { body, headers }, signal));
        if (answer.status !== 200 || answer.body === null || isRefused(answer.body))
          throw refusal(answer, addressee);
        return answer.body;
      }),
    ask: (path, body, signal) =>
      withToken(signal, async (accessToken) => {
        await waitForPlace(path, signal);
        const url = `${oapiUrl}${path}?${new URLSearchParams({ access_token: accessToken })}`;
        const answer = await postJson(url, { body }, signal);
        // The documents show the code both as a number and as text.
        if (answer.body === null || Number(answer.body.errcode) !== 0) throw refusal(answer, 'person');
        return answer.body.result;
      }),
  };
}

/** Refusals of the gateway in front of the API may come with 200. */
function isRefused(body: JsonObject): boolean {
  return body.punish !== undefined || (typeof body.code === 'string' && body.processQueryKey === undefined);
}

async function counted(memory: Pick<ChatMemory, 'countCall'>, call: Promise<Answer>): Promise<Answer> {
  try {
    const answer = await call;
    await memory.countCall();
    return answer;
  } catch (error) {
    // Where no connection came about nothing left.
    const hasLeft = error instanceof DeliveryError && error.reason === 'ambiguous';
    if (hasLeft) await memory.countCall();
    throw error;
  }
}
