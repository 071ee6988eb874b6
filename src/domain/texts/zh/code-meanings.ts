import { code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const codeMeanings: LanguageWords['codeMeanings'] = {
  token_refused: { what: (chat) => text`${chat}不接受机器人的凭证`, todo: ({ credentials }) => text`请从应用中重新复制${credentials}。` },
  app_not_installed: { what: (chat) => text`机器人的应用在${chat}中已被卸载或停用`, todo: ({ credentials }) => text`请重新安装，并重新复制${credentials}。` },
  scope_missing: { what: (chat) => text`机器人的应用在${chat}中缺少权限`, todo: () => text`请补上 ${code('npm run doctor')} 指出的权限，然后重新安装或发布应用。` },
  app_forbidden: { what: (chat) => text`${chat}的管理员不允许机器人的应用运行`, todo: () => text`请让管理员放行。` },
  address_not_allowed: { what: (chat) => text`${chat}不接受来自机器人网络地址的调用`, todo: () => text`请把该地址加入应用的白名单，或清空白名单。` },
  messages_tab_off: { what: () => text`机器人的应用收不了私信`, todo: ({ chat }) => text`请在${chat}的 App Home 中打开该应用的 Messages Tab。` },
  robot_off: { what: (chat) => text`${chat}不允许该机器人发消息`, todo: ({ credentials }) => text`请核对${credentials}，并确认机器人和应用均已启用并发布。` },
  quota_spent: { what: (chat) => text`${chat}本月的调用额度已用完`, todo: () => text`请等到下个月，或在厂商处提高额度并同步修改配置。` },
  bot_outdated: { what: (chat) => text`${chat}不提供机器人调用的接口`, todo: () => text`请升级机器人。` },
  person_unknown: { what: (chat) => text`${chat}中没有人使用这个 ID`, todo: ({ tag }) => text`请更正 RAM 用户的标签${tag}：应填${command('me')}显示的 ID。` },
  person_gone: { what: (chat) => text`此人在${chat}中已停用`, todo: () => text`如果已离职，请在 RAM 控制台删除其控制台密码。` },
  person_not_joined: { what: (chat) => text`此人尚未加入${chat}，或从未打开与机器人的会话`, todo: ({ chat }) => text`请让其登录一次${chat}。` },
  person_out_of_range: { what: () => text`机器人的应用无权查看此人或给此人发消息`, todo: () => text`请把此人加入应用的可见范围。` },
  person_refused: { what: (chat) => text`${chat}拒绝机器人给此人发消息`, todo: ({ chat }) => text`请向${chat}的管理员确认是哪条规则，或直接告诉此人。` },
  not_in_channel: { what: () => text`机器人不在该群或频道中，或没有这个 ID`, todo: ({ channel }) => text`请把机器人加进去，或更正${channel}。` },
  channel_archived: { what: () => text`该群或频道已归档或已解散`, todo: ({ channel }) => text`请重新打开，或把${channel}改为另一个。` },
  channel_restricted: { what: () => text`机器人无权在该群或频道发言`, todo: ({ channel }) => text`请允许机器人发言，或把${channel}改为另一个。` },
  rate_limited: { what: (chat) => text`${chat}要求稍候`, todo: null },
  vendor_failed: { what: (chat) => text`${chat}出错，也可能已经完成`, todo: null },
  vendor_busy: { what: (chat) => text`${chat}暂时无法应答`, todo: null },
  network: { what: (chat) => text`连不上${chat}`, todo: () => text`如持续如此，请检查机器人的网络、代理和防火墙。` },
  message_refused: { what: (chat) => text`${chat}拒收这条消息本身`, todo: () => text`这是机器人的缺陷，请反馈。` },
  files_refused: { what: (chat) => text`${chat}不接收机器人的文件，或不接收这么大的文件`, todo: ({ chat }) => text`请联系${chat}的管理员放行。` },
  unknown: { what: (chat) => text`被${chat}拒绝，机器人不认识这个错误码`, todo: ({ chat }) => text`请在${chat}的文档中查找该错误码。` },
};
