import type { Group, Member, Organisation } from './organisation.ts';

/** How a message is written. */
export interface MessageForm {
  readonly text: string;
  /** The HarmonyOS client writes `richText` where others write `text`. */
  readonly as: 'text' | 'richText';
  /** Where the robot is mentioned. */
  readonly mention: 'start' | 'end' | 'none';
}

interface RobotMessageParts {
  readonly sender: Member;
  /** null: in the direct message. */
  readonly group: Group | null;
  readonly conversationId: string;
  readonly form: MessageForm;
  readonly msgId: string;
  readonly sessionWebhook: string;
  readonly sessionWebhookExpiredTime: number;
  /** The month's quota of received messages is used up. */
  readonly isOverQuota: boolean;
}

const OVER_QUOTA = {
  errorCode: 20_001,
  errorMessage: '受调用量超量影响，当前我的消息服务已经暂停。请联系你所在的组织管理员并予以处理',
};

/** What the robot is told of a message. https://open.dingtalk.com/document/development/robot-message-type */
export function robotMessage(organisation: Organisation, parts: RobotMessageParts): string {
  const { corpId, app } = organisation;
  const { sender, group, form } = parts;
  return JSON.stringify({
    senderPlatform: form.as === 'richText' ? 'Harmony' : 'Mac',
    conversationId: parts.conversationId,
    chatbotCorpId: corpId,
    chatbotUserId: app.chatbotUserId,
    msgId: parts.msgId,
    senderNick: sender.name,
    ...identity(organisation, sender),
    sessionWebhook: parts.sessionWebhook,
    sessionWebhookExpiredTime: parts.sessionWebhookExpiredTime,
    createAt: organisation.now(),
    conversationType: group === null ? '1' : '2',
    senderId: `$:LWCP_v1:$${Buffer.from(sender.userId).toString('base64')}`,
    ...(group === null ? {} : { conversationTitle: group.title }),
    ...(form.mention === 'none' ? {} : { isInAtList: true, atUsers: [{ dingtalkId: app.chatbotUserId }] }),
    robotCode: app.robotCode,
    msgtype: form.as,
    ...(parts.isOverQuota ? OVER_QUOTA : written(app.robotName, form)),
  });
}

/** Whoever is of another organisation has no `senderStaffId`; before the robot is published nobody has. */
function identity({ corpId, app }: Organisation, sender: Member): object {
  if (sender.isOutside === true) return { senderCorpId: 'dingoutside' };
  return {
    senderCorpId: corpId,
    ...(app.isPublished ? { senderStaffId: sender.userId, isAdmin: sender.isAdmin === true } : {}),
  };
}

/** A mention is cut out of `text`, and leaves a blank at the start; in `richText` it stays. */
function written(robotName: string, { as, mention, text }: MessageForm): object {
  if (as === 'text') return { text: { content: mention === 'start' ? ` ${text}` : text } };
  const mentioned = { text: `@${robotName}` };
  const before = mention === 'start' ? [mentioned] : [];
  const after = mention === 'end' ? [mentioned] : [];
  return { content: { richText: [...before, { text }, ...after] } };
}

/** The same, as the others in the conversation read it. */
export function asOthersRead(robotName: string, { mention, text }: MessageForm): string {
  if (mention === 'none') return text;
  return mention === 'start' ? `@${robotName} ${text}` : `${text} @${robotName}`;
}
