import type { Department, Group, Member } from './organisation.ts';
import type { UndocumentedAnswers } from './undocumented-answers.ts';

export interface DingtalkSandboxOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly robotCode: string;
  readonly corpId: string;
  /** What people mention it by; `MFA`. */
  readonly robotName?: string;
  readonly scopes: readonly string[];
  readonly members: readonly Member[];
  /** Without them there is the root alone. */
  readonly departments?: readonly Department[];
  readonly groups?: readonly Group[];
  /** false: as before the robot is published; true. */
  readonly published?: boolean;
  /** Epoch ms: stamps messages, ages tokens, tickets and session webhooks, counts seconds and months; `Date.now`. */
  readonly now?: () => number;
  /** Metered calls a month; 5000, as the standard edition has. */
  readonly monthlyQuota?: number;
  /** Messages received and answered by session webhook a month; 3000. */
  readonly monthlyStreamQuota?: number;
  /** false: any number of calls a second; true: 20 of each endpoint. */
  readonly rateLimits?: boolean;
  /** Of ids, tokens, which connection is pushed to, and faults by probability; 1. */
  readonly seed?: number;
  readonly undocumented?: Partial<UndocumentedAnswers>;
  /** Real time the app has to acknowledge a message; 3 s. */
  readonly acknowledgeWithinMs?: number;
  /** Real time after which a message nobody acknowledged is pushed again, once; 60 s. */
  readonly pushAgainAfterMs?: number;
  /** Real time between the word to leave and the end of TCP; 10 s. */
  readonly disconnectSilenceMs?: number;
  /** Real time; 30 s. */
  readonly pingIntervalMs?: number;
  /** What it names itself to the app, where something stands before it: `wss://wss-open-connection.dingtalk.com:443`, `https://oapi.dingtalk.com`. */
  readonly addresses?: { readonly stream: string; readonly oapi: string };
}
