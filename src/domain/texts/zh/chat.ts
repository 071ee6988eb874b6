import type { LanguageWords } from '../words.ts';

export const chat: LanguageWords['chat'] = {
  more: (count) => `…… 另有 ${count} 项`,
  label: (label) => `${label}：`,
  aside: (words) => `（${words}）`,
  orType: (typed) => `（或输入 ${typed}）`,
  unknownSender: {
    summary: '无法识别你的身份',
    text: (chatName) => `${chatName}没有告诉我你是谁：机器人可能尚未发布，或者你不在它所属的组织中，所以我什么也没有做。`,
  },
};
