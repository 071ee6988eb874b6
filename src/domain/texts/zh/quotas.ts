import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const quotas: LanguageWords['quotas'] = {
  title: '按月计量',
  used: {
    api_call: (chat, used, quota) => text`${chat}：本月调用额度${quota}次，已用${used}次，`,
    stream_delivery: (chat, used, quota) => text`${chat}：本月收发消息额度${quota}条，已用${used}条，`,
  },
  forecast: (count) => text`预计还需约${count}次。`,
  noMore: '预计不再需要更多。',
  batching: text`为节省调用次数，处在同一步、截止时间也相同的人现在合并在一次调用里发送，内容相同；各人的 RAM 用户和账号，由本人输入${command('me')}查看。`,
  spent: {
    api_call: (chat, variable) => text`${bold(`额度已用完，${chat}消息已停发，下个月恢复。`)}到时该发的消息会自动发出。想提前恢复，请为企业提高${chat}的每月调用额度，把新的数字填到${code(variable)}，然后重启机器人。`,
    stream_delivery: (chat, variable) => text`${bold(`额度已用完，下个月之前，${chat}里的命令和按钮可能得不到回应。`)}发给个人的消息不受影响。想提前恢复，请为企业提高${chat}的每月 Stream 推送额度，把新的数字填到${code(variable)}，然后重启机器人。`,
  },
};
