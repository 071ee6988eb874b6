import type { Secret } from '../../config/secret.ts';
import type { Clock, EpochMs } from '../../domain/clock.ts';
import type { WayOut } from '../../net/way-out.ts';
import { DeliveryError } from '../delivery-error.ts';
import { unlessAborted } from '../transport/deadline.ts';
import { stoppedBeforeSending } from '../transport/network-failure.ts';
import { networkFailures, postJson } from './http-exchange.ts';
import { refusal } from './refusal.ts';

/** Before the end, so that it does not end on the way. */
const MARGIN_MS = 5 * 60_000;
const VALID_SECONDS_UNTOLD = 600;
/** Refused credentials are not offered again for each person who is to be looked up. */
const REFUSAL_STANDS_FOR_MS = 10_000;

/** The one token of the app, good for both APIs. */
export interface AccessToken {
  /** Asks DingTalk once for all who wait. @throws {DeliveryError} never `ambiguous`, since nothing was sent */
  get(signal: AbortSignal): Promise<string>;
  /** DingTalk does not accept it any more. */
  discard(token: string): void;
}

interface Credentials {
  readonly wayOut: WayOut;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export function createAccessToken(credentials: Credentials, clock: Clock): AccessToken {
  let known: { readonly token: string; readonly validUntil: EpochMs } | null = null;
  let refused: { readonly error: DeliveryError; readonly at: EpochMs } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    try {
      const { token, validSeconds } = await askForToken(credentials);
      known = { token, validUntil: clock.now() + validSeconds * 1000 - MARGIN_MS };
      return token;
    } catch (error) {
      const isRefusal = error instanceof DeliveryError && error.reason === 'configuration';
      if (isRefusal) refused = { error, at: clock.now() };
      throw error;
    } finally {
      asking = null;
    }
  }

  return {
    async get(signal) {
      if (signal.aborted) throw stoppedBeforeSending();
      if (known !== null && clock.now() < known.validUntil) return known.token;
      if (refused !== null && Math.abs(clock.now() - refused.at) < REFUSAL_STANDS_FOR_MS) throw refused.error;
      asking ??= ask();
      return networkFailures.beforeSending(unlessAborted(asking, signal), signal);
    },
    discard(token) {
      if (known?.token === token) known = null;
    },
  };
}

/** https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app */
async function askForToken({
  wayOut,
  apiUrl,
  clientId,
  clientSecret,
}: Credentials): Promise<{ readonly token: string; readonly validSeconds: number }> {
  const body = { appKey: clientId, appSecret: clientSecret.reveal() };
  const url = `${apiUrl}/v1.0/oauth2/accessToken`;
  const answer = await postJson(wayOut, { url, body }, AbortSignal.timeout(10_000));
  const { accessToken, expireIn } = answer.body ?? {};
  if (answer.status !== 200 || typeof accessToken !== 'string' || accessToken === '') {
    throw refusal(answer, 'person');
  }
  return { token: accessToken, validSeconds: typeof expireIn === 'number' ? expireIn : VALID_SECONDS_UNTOLD };
}
