import type { FormData } from 'undici';
import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Addressee } from '../../domain/code-meaning.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatMemory } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { JsonObject } from '../transport/json.ts';
import { createPacing } from '../transport/pacing.ts';
import { type AccessToken, createAccessToken } from './access-token.ts';
import { type Answer, postForm, postJson } from './http-exchange.ts';
import { isQuotaSpent, isTokenRefusal, refusal } from './refusal.ts';

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
  /** Takes a file for a message: metered as well. @throws {DeliveryError} */
  upload(path: string, form: FormData, signal: AbortSignal): Promise<JsonObject>;
  /** Asks the directory, which is not metered; the answer's `result`. @throws {DeliveryError} */
  ask(path: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
}

interface OpenPlatformDeps {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Without a slash at the end, as `oapiUrl`. */
  readonly apiUrl: string;
  readonly oapiUrl: string;
  readonly memory: Pick<ChatMemory, 'count'>;
  readonly clock: Clock;
  readonly wayOut: WayOut;
}

export function createOpenPlatform(deps: OpenPlatformDeps): OpenPlatform {
  const { apiUrl, oapiUrl, memory, clock, wayOut } = deps;
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

  const oapiAddress = (path: string, query: Readonly<Record<string, string>>) =>
    `${oapiUrl}${path}?${new URLSearchParams(query)}`;
  // Each API has its own count.
  const waitForPlace = (path: string, signal: AbortSignal) => pace({ name: path, gapMs: GAP_MS }, signal);

  return {
    token,
    send: (path, { body, addressee, signal }) =>
      withToken(signal, async (accessToken) => {
        await waitForPlace(path, signal);
        const headers = { 'x-acs-dingtalk-access-token': accessToken };
        const request = { url: `${apiUrl}${path}`, body, headers };
        const isTaken = ({ status, body: answer }: Answer) =>
          status === 200 && answer !== null && !isRefused(answer);
        return counted(memory, postJson(wayOut, request, signal), { isTaken, addressee });
      }),
    upload: (path, form, signal) =>
      withToken(signal, async (accessToken) => {
        await waitForPlace(path, signal);
        const url = oapiAddress(path, { access_token: accessToken, type: 'file' });
        const asking = postForm(wayOut, { url, form }, signal);
        return counted(memory, asking, { isTaken: hasNoErrcode, addressee: 'person' });
      }),
    ask: (path, body, signal) =>
      withToken(signal, async (accessToken) => {
        await waitForPlace(path, signal);
        const url = oapiAddress(path, { access_token: accessToken });
        const answer = await postJson(wayOut, { url, body }, signal);
        if (!hasNoErrcode(answer)) throw refusal(answer, 'person');
        return answer.body?.result;
      }),
  };
}

/** The documents show the code both as a number and as text. */
const hasNoErrcode = ({ body }: Answer) => body !== null && Number(body.errcode) === 0;

/** A call of the month, whatever comes of it. */
async function counted(
  memory: Pick<ChatMemory, 'count'>,
  asking: Promise<Answer>,
  judged: { readonly isTaken: (answer: Answer) => boolean; readonly addressee: Addressee },
): Promise<JsonObject> {
  const answer = await asking.catch((error: unknown) => countedIfSent(memory, error));
  if (answer.body === null || !judged.isTaken(answer)) {
    const failure = refusal(answer, judged.addressee);
    await memory.count('api_call', isQuotaSpent(failure) ? failure.code : null);
    throw failure;
  }
  await memory.count('api_call');
  return answer.body;
}

/** Refusals of the gateway in front of the API may come with 200. */
function isRefused(body: JsonObject): boolean {
  return body.punish !== undefined || (typeof body.code === 'string' && body.processQueryKey === undefined);
}

/** Where no connection came about nothing left. */
async function countedIfSent(memory: Pick<ChatMemory, 'count'>, error: unknown): Promise<never> {
  if (error instanceof DeliveryError && error.reason === 'ambiguous') await memory.count('api_call');
  throw error;
}
