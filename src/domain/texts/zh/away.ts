import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const away: LanguageWords['away'] = {
  tooFar: {
    own: '自己最多可以说明离开 30 天（累计）。请给一个更早的日期；更长的时间可以请管理员设置。',
    admin: '管理员最多可以为一个用户设置 90 天（累计）。请给一个更早的日期。',
  },
  summary: '已记录为暂时不在',
  until: (user, until) => text`在${until}之前不发送关于${user}的消息，各个时间点相应顺延。`,
  shorter: {
    own: '30 天只剩这么多了；更长的时间可以请管理员设置。',
    admin: '90 天只剩这么多了。',
  },
  notMarked: '没有记录为暂时不在',
  sayItIn: (user, chat) => text`${user}由多人共用，消息发在${chat}。在这里无法判断你是其中哪一位，请在那边说明。关于该用户的消息照常发送。`,
  noneLeftSummary: '天数已用完',
  noneLeft: {
    own: (user) => text`${user}的 30 天已用完，消息照常发送。更长的时间可以请管理员设置。`,
    admin: (user) => text`${user}的 90 天已用完，消息照常发送。`,
  },
  undo: (typed) => text`提前回来了？${typed}。`,
  backButton: '我回来了',
  backSummary: '已恢复跟进',
  back: (user) => text`关于${user}的消息会在工作时间继续发送。`,
  daysBack: '各个时间点已按离开的天数顺延。',
  notAway: '这里没有人被记录为暂时不在，没有任何改动。',
  inMe: '离开期间不会收到消息，也不计入期限。',
  lines: {
    own: (until, who) => text`：离开到${until}，${who}自己说明`,
    status: (until, who) => text`：最晚离开到${until}，依据${who}的聊天状态`,
    admin: (until, who) => text`：离开到${until}，由管理员${who}设置`,
  },
};
