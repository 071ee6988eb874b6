import { jsonAnswer } from '../../http-answer.ts';
import { badRequest } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { jsonFields } from '../incoming-call.ts';

/** https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app */
export const accessToken: Endpoint = {
  name: 'POST /v1.0/oauth2/accessToken',
  needsToken: false,
  scope: null,
  isMetered: false,
  handle({ organisation, tokens }, call) {
    const { appKey, appSecret } = jsonFields(call);
    const { clientId, clientSecret } = organisation.app;
    if (appKey !== clientId || appSecret !== clientSecret) {
      throw badRequest('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    }
    return jsonAnswer(200, tokens.issue());
  },
};
