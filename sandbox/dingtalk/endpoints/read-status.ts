import { jsonAnswer } from '../../http-answer.ts';
import { badRequest } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { requireRobotCode } from './robot-code.ts';

const ASKABLE_FOR_MS = 24 * 60 * 60 * 1000;

/** https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages */
export const readStatus: Endpoint = {
  name: 'GET /v1.0/robot/oToMessages/readStatus',
  needsToken: true,
  scope: 'qyapi_robot_sendmsg',
  isMetered: true,
  handle({ organisation }, { query }) {
    requireRobotCode(organisation, query.robotCode);
    const { processQueryKey } = query;
    if (processQueryKey === undefined || processQueryKey === '') {
      throw badRequest('invalidParameter.processQueryKey.missing', '缺少processQueryKey');
    }
    const sent = organisation.directSends.get(processQueryKey);
    if (sent === undefined) throw badRequest('invalid.processQueryKey', '无效的processQueryKey');
    if (organisation.now() - sent.sentAt > ASKABLE_FOR_MS) {
      throw badRequest('processQueryKey.expireTime', 'processQueryKey已过期，无法查询消息');
    }
    const messageReadInfoList = sent.recipients.map((userId) => ({
      name: organisation.members.get(userId)?.name ?? '',
      userId,
      readStatus: sent.readBy.has(userId) ? 'READ' : 'UNREAD',
    }));
    return jsonAnswer(200, { sendStatus: 'SUCCESS', messageReadInfoList });
  },
};
