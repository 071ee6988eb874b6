import { jsonAnswer } from '../../http-answer.ts';
import { isRecord, parseJson } from '../../json.ts';
import { OapiError } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Fields, isJson } from '../incoming-call.ts';
import type { MessageContent } from '../message.ts';
import { addMessage, type Organisation } from '../organisation.ts';
import { randomBase64 } from '../random-ids.ts';
import { webhookContent } from '../webhook-message.ts';

const BODY_BYTES_MAX = 20_000;

/** https://open.dingtalk.com/document/dingstart/robot-reply-and-send-messages */
export const sendBySession: Endpoint = {
  name: 'POST /robot/sendBySession',
  needsToken: false,
  scope: null,
  isMetered: false,
  handle({ organisation, sessions, meters, undocumented }, call) {
    const session = sessions.find(call.query.session);
    if (session === null) throw new OapiError(300_001, 'session 不存在');
    if (!isJson(call)) throw new OapiError(43_004, '无效的HTTP HEADER Content-Type');
    if (Buffer.byteLength(call.body) > BODY_BYTES_MAX) {
      throw new OapiError(460_101, 'message too long, exceed 20000 bytes');
    }
    const fields = parseJson(call.body);
    if (!isRecord(fields)) throw new OapiError(40_035, '缺少参数 json');
    requireRobot(organisation, session.conversationId);
    const content = webhookContent(fields);
    meters.countStreamUse();
    if (content !== null) {
      const message = {
        ...content,
        ...mentions(organisation, { conversationId: session.conversationId, content, at: fields.at }),
        id: randomBase64(organisation.random, 'msg'),
        conversationId: session.conversationId,
        author: null,
        processQueryKey: null,
        sentAt: organisation.now(),
      };
      addMessage(organisation, message);
      session.answered(message);
    }
    return jsonAnswer(200, { errcode: undocumented.errcode === 'string' ? '0' : 0, errmsg: 'ok' });
  },
};

function requireRobot(organisation: Organisation, conversationId: string): void {
  const group = organisation.groups.get(conversationId);
  if (group?.isDisbanded === true) throw new OapiError(400_013, '群已被解散');
  if (group?.botIsMember === false) throw new OapiError(400_106, '机器人不存在');
}

/** Only who is in the group can be mentioned, by `@userId` in the text. */
function mentions(
  organisation: Organisation,
  message: { readonly conversationId: string; readonly content: MessageContent; readonly at: unknown },
): Pick<MessageContent, 'mentions' | 'mentionsEverybody'> {
  const at: Fields = isRecord(message.at) ? message.at : {};
  const present = organisation.groups.get(message.conversationId)?.members ?? [];
  const named = Array.isArray(at.atUserIds) ? at.atUserIds : [];
  return {
    mentions: present.filter(
      (userId) => named.includes(userId) && message.content.text.includes(`@${userId}`),
    ),
    mentionsEverybody: at.isAtAll === true,
  };
}
