import { jsonAnswer } from '../../http-answer.ts';
import { badRequest } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { jsonFields } from '../incoming-call.ts';
import { addMessage, type Organisation } from '../organisation.ts';
import { randomBase64 } from '../random-ids.ts';
import { requireMedia, templateContent } from '../robot-templates.ts';
import { requireRobotCode } from './robot-code.ts';

/** https://open.dingtalk.com/document/development/the-robot-sends-a-group-message */
export const groupSend: Endpoint = {
  name: 'POST /v1.0/robot/groupMessages/send',
  needsToken: true,
  scope: 'qyapi_robot_sendmsg',
  isMetered: true,
  handle({ organisation }, call) {
    const { robotCode, openConversationId, msgKey, msgParam } = jsonFields(call);
    requireRobotCode(organisation, robotCode);
    const conversationId = requireGroup(organisation, openConversationId);
    const content = templateContent(msgKey, msgParam);
    requireMedia(organisation, content);
    const processQueryKey = randomBase64(organisation.random, '');
    addMessage(organisation, {
      ...content,
      id: randomBase64(organisation.random, 'msg'),
      conversationId,
      author: null,
      processQueryKey,
      sentAt: organisation.now(),
    });
    return jsonAnswer(200, { processQueryKey });
  },
};

function requireGroup(organisation: Organisation, openConversationId: unknown): string {
  if (openConversationId === undefined || openConversationId === '') {
    throw badRequest('miss.openConversationId', '缺少openConversationId');
  }
  const group =
    typeof openConversationId === 'string' ? organisation.groups.get(openConversationId) : undefined;
  if (group === undefined) throw badRequest('invalid.openConversationId', '无效的openConversationId');
  if (group.isDisbanded === true) throw badRequest('group.disbanded', '群已经解散');
  if (!group.botIsMember) {
    throw badRequest('invalidParameter.robotCode.notExsit', '机器人不存在，请检查机器人是否在群内');
  }
  return group.openConversationId;
}
