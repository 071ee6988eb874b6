import type { AccountState } from '../account-state.ts';
import type { Caller } from '../caller.ts';
import type { Cloud } from '../cloud.ts';
import type { Params } from '../params.ts';

/** A call whose signature was verified. */
export interface Call {
  readonly cloud: Cloud;
  readonly caller: Caller;
  /** The caller's account: of a role, the one it belongs to. */
  readonly account: AccountState;
  readonly params: Params;
}

/** What a policy must allow. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
}

export interface Operation {
  readonly callsPerSecond: number;
  /** null: open to everybody who has a key. @throws {ApiError} when the resource cannot be told from the parameters */
  readonly grant: ((call: Call) => Grant) | null;
  /** Root accounts are refused as well. */
  readonly alwaysDenied?: boolean;
  /** @returns the answer's fields, without RequestId @throws {ApiError} */
  run(call: Call): Record<string, unknown>;
}

export const READS_PER_SECOND = 100;
export const LOGIN_PROFILE_WRITES_PER_SECOND = 20;

/** A grant on something of the caller's account: `user/alice`, `mfa/*` or, for the account as a whole, `*`. */
export function ramGrant(call: Call, action: string, path: string): Grant {
  return { action: `ram:${action}`, resource: `acs:ram::${call.account.accountId}:${path}` };
}
