import { jsonAnswer, pageAnswer } from '../../http-answer.ts';
import { isRecord } from '../../json.ts';
import { badRequest, OpenApiError } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Fields, jsonFields } from '../incoming-call.ts';
import type { Subscription } from '../stream-gateway.ts';

/** https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol */
export const openConnection: Endpoint = {
  name: 'POST /v1.0/gateway/connections/open',
  needsToken: false,
  scope: null,
  isMetered: false,
  handle(context, call) {
    const fields = jsonFields(call);
    const { clientId, clientSecret } = context.organisation.app;
    if (fields.clientId !== clientId || fields.clientSecret !== clientSecret) {
      throw new OpenApiError(401, { code: 'authFailed', message: '鉴权失败' });
    }
    const opened = context.openConnection(subscriptions(fields));
    if (call.accept.includes('application/json')) return jsonAnswer(200, opened);
    // The vendor's SDK says so beside the header it sends.
    const { endpoint, ticket } = opened;
    const xml = `<OpenConnectionResponse><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></OpenConnectionResponse>`;
    return pageAnswer(200, 'application/xml;charset=utf-8', xml);
  },
};

function subscriptions(fields: Fields): readonly Subscription[] {
  const { subscriptions: asked } = fields;
  if (!Array.isArray(asked) || asked.length === 0 || !asked.every(isSubscription)) {
    throw badRequest('invalidParameter', '参数非法: subscriptions');
  }
  return asked;
}

function isSubscription(value: unknown): value is Subscription {
  if (!isRecord(value) || typeof value.topic !== 'string') return false;
  return value.type === 'CALLBACK' || (value.type === 'EVENT' && value.topic === '*');
}
