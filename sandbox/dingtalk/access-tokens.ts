import type { Random } from '../random.ts';
import { randomHex } from './random-ids.ts';

const VALID_SECONDS = 7200;

/** https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app */
export interface AccessTokens {
  /** The same token while it is valid, and valid from anew. */
  issue(): { readonly accessToken: string; readonly expireIn: number };
  isValid(token: string): boolean;
  /** The token issued last is worth nothing from now on. */
  expire(): void;
}

export function createAccessTokens(now: () => number, random: Random): AccessTokens {
  let current: { readonly token: string; validUntil: number } | null = null;
  return {
    issue() {
      if (current === null || now() >= current.validUntil) {
        current = { token: randomHex(random, 32), validUntil: 0 };
      }
      current.validUntil = now() + VALID_SECONDS * 1000;
      return { accessToken: current.token, expireIn: VALID_SECONDS };
    },
    isValid: (token) => token === current?.token && now() < current.validUntil,
    expire() {
      current = null;
    },
  };
}
