import { jsonAnswer } from '../../http-answer.ts';
import { badRequest } from '../dingtalk-error.ts';
import type { CallContext, Endpoint } from '../endpoint.ts';
import { jsonFields } from '../incoming-call.ts';
import type { MessageContent } from '../message.ts';
import {
  addMessage,
  directConversation,
  findColleague,
  type Organisation,
  type RecipientOutcome,
} from '../organisation.ts';
import { randomBase64 } from '../random-ids.ts';
import { messageTooLong, requireMedia, templateContent } from '../robot-templates.ts';
import { requireRobotCode } from './robot-code.ts';

const RECIPIENTS_MAX = 20;
// No figure is documented beside `msgParam.tooLong`; this is the one of work notices.
const TEXT_CHARACTERS_MAX = 5000;

/** https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches */
export const batchSend: Endpoint = {
  name: 'POST /v1.0/robot/oToMessages/batchSend',
  needsToken: true,
  scope: 'qyapi_robot_sendmsg',
  isMetered: true,
  handle(context, call) {
    const { robotCode, userIds, msgKey, msgParam } = jsonFields(call);
    requireRobotCode(context.organisation, robotCode);
    const recipients = checkedRecipients(userIds);
    const content = templateContent(msgKey, msgParam);
    requireMedia(context.organisation, content);
    if (content.text.length > TEXT_CHARACTERS_MAX) throw messageTooLong();
    return jsonAnswer(200, deliver(context, recipients, content));
  },
};

function checkedRecipients(userIds: unknown): readonly string[] {
  if (userIds === undefined || (Array.isArray(userIds) && userIds.length === 0)) {
    throw badRequest('invalidParameter.userIds.empty', '用户userId列表为空');
  }
  if (!Array.isArray(userIds) || !userIds.every((userId) => typeof userId === 'string' && userId !== '')) {
    throw badRequest('invalidParameter.param.invalid', '参数不合法');
  }
  if (userIds.length > RECIPIENTS_MAX) {
    throw badRequest('invalidParameter.userIds.overMax', '用户userId列表超过最大限制');
  }
  return [...new Set<string>(userIds)];
}

function deliver(
  { organisation, undocumented }: CallContext,
  recipients: readonly string[],
  content: MessageContent,
): object {
  const outcomes = recipients.map((userId) => ({ userId, outcome: outcomeFor(organisation, userId) }));
  const those = (wanted: RecipientOutcome): string[] =>
    outcomes.filter(({ outcome }) => outcome === wanted).map(({ userId }) => userId);
  if (undocumented.unknownUserId === 'fails_batch' && those('invalid').length > 0) {
    throw badRequest('staffId.notExisted', 'staffId不存在');
  }
  if (those('forbidden').length > 0) throw badRequest('send.forbidden', '此机器人禁止发送消息');
  const processQueryKey = randomBase64(organisation.random, '');
  const sentAt = organisation.now();
  for (const userId of those('delivered')) {
    addMessage(organisation, {
      ...content,
      id: randomBase64(organisation.random, 'msg'),
      conversationId: directConversation(organisation, userId),
      author: null,
      processQueryKey,
      sentAt,
    });
  }
  organisation.directSends.set(processQueryKey, {
    sentAt,
    recipients: those('delivered'),
    readBy: new Set(),
  });
  const filtered = those('filtered');
  return {
    processQueryKey,
    invalidStaffIdList: those('invalid'),
    flowControlledStaffIdList: those('flowControlled'),
    // In the vendor's SDKs and on none of its pages, so not to be counted on.
    ...(filtered.length > 0 ? { filteredStaffIdList: filtered } : {}),
  };
}

function outcomeFor(organisation: Organisation, userId: string): RecipientOutcome {
  const colleague = findColleague(organisation, userId);
  if (colleague === null || colleague.isVisible === false) return 'invalid';
  return organisation.recipientOutcomes.get(userId) ?? 'delivered';
}
