import { type HttpAnswer, jsonAnswer } from '../http-answer.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { EndpointName } from './endpoint-name.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { Meters } from './meters.ts';
import type { Organisation } from './organisation.ts';
import { randomHex } from './random-ids.ts';
import type { Scope } from './scope.ts';
import type { SessionWebhooks } from './session-webhooks.ts';
import type { Subscription } from './stream-gateway.ts';
import type { UndocumentedAnswers } from './undocumented-answers.ts';

/** What an endpoint may use to answer one call. */
export interface CallContext {
  readonly organisation: Organisation;
  readonly tokens: AccessTokens;
  readonly meters: Meters;
  readonly sessions: SessionWebhooks;
  readonly undocumented: UndocumentedAnswers;
  /** Where one connection may be opened, once, within 90 s. */
  openConnection(subscriptions: readonly Subscription[]): {
    readonly endpoint: string;
    readonly ticket: string;
  };
}

export interface Endpoint {
  readonly name: EndpointName;
  readonly needsToken: boolean;
  /** null: none beyond the basic one every app has. */
  readonly scope: Scope | null;
  /** Counts against the month's quota. https://open.dingtalk.com/document/development/basic-interfaces-such-as-log-off-and-address-book */
  readonly isMetered: boolean;
  /** @throws {OpenApiError} from the new API @throws {OapiError} from the old one and webhooks */
  handle(context: CallContext, call: IncomingCall): HttpAnswer;
}

/** A success of the old API. */
export function oapiAnswer(context: CallContext, result: unknown): HttpAnswer {
  return jsonAnswer(200, {
    errcode: context.undocumented.errcode === 'string' ? '0' : 0,
    errmsg: 'ok',
    result,
    request_id: randomHex(context.organisation.random, 12),
  });
}
