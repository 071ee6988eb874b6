import type { Message } from '../../domain/message.ts';

/** To whom DingTalk gives no userId; it tells no language either. */
export const UNKNOWN_SENDER: Message = {
  language: 'zh',
  summary: '无法识别您的身份 / I cannot tell who you are',
  blocks: [
    {
      kind: 'paragraph',
      text: ['钉钉没有告诉我您是谁：机器人可能尚未发布，或者您不在它所属的组织中，所以我什么也没有做。'],
    },
    {
      kind: 'paragraph',
      text: [
        'DingTalk does not tell me who you are: the bot may not be published yet, or you are not in its organisation, so nothing was done.',
      ],
    },
  ],
};
