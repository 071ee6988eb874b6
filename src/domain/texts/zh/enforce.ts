import { bold } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const BY_EACH_USER = '账号依赖每个用户的独立配置，下次登录时生效';
const ADAPTIVE = '账号仅在异常登录时使用 MFA（adaptive）：阿里云文档未说明此时的效果，可能不起作用';
const UNKNOWN = '账号的设置未能读取，效果不确定';

export const enforce: LanguageWords['enforce'] = {
  nothingSummary: (refused) => text`没有可确认的操作，${refused}个用户被跳过`,
  nothing: bold('没有可确认的操作，也没有任何改动。'),
  action: (direction, count) => (direction === 'enforce' ? `强制 ${count} 个用户开启 MFA` : `取消对 ${count} 个用户的 MFA 强制`),
  question: (action) => text`${action}？`,
  summary: (action) => text`${action}？目前还没有任何改动`,
  nothingYet: bold('目前还没有任何改动。'),
  target: ({ user, account, id }, device, now) => text`${user}，账号${account}（UserId ${id}）：${device}；${now}；`,
  current: {
    enforce: '当前：未强制开启 MFA',
    unenforce: '当前：已强制开启 MFA（由本机器人设置）',
  },
  accountEffects: {
    enforce: {
      independent: BY_EACH_USER,
      adaptive: ADAPTIVE,
      mandatory: '账号已强制所有用户使用 MFA',
      unknown: UNKNOWN,
    },
    unenforce: {
      independent: BY_EACH_USER,
      adaptive: ADAPTIVE,
      mandatory: '账号强制所有用户使用 MFA，该用户登录时仍会被要求',
      unknown: UNKNOWN,
    },
  },
  lastSignIn: (when) => text`上次登录：${when}。`,
  person: (contact) => text`对应的人：${contact}。`,
  neverMessaged: '从未通知过。',
  lastMessage: (step, state, when) => text`最近一条消息：${step}，${state}，${when}。`,
  beyond: (count) => text`另有${count}个逾期用户超出一次确认的上限，请之后再来一次。`,
  pageLine: ({ user, account, id }) => text`${user}，账号${account}（UserId ${id}）`,
  begun: {
    reading: (count, minutes) => text`正在读取${count}个用户，大约需要${minutes}分钟；读完会先在这里列出来，此前不会改动任何东西。`,
    changing: (count, minutes) => text`已确认。共${count}个用户，逐个进行，大约需要${minutes}分钟。完成后在这里告诉你；如果中断，剩下的会自动继续。`,
  },
  whatItDoes: '确认后会怎样',
  consequences: {
    enforce: ['AccessKey 照常可用。已登录的会话应该可以继续用到过期（官方文档没有说明）。', '只修改这一项设置，密码和登录方式不变。结果会回读核实，并在安全频道里通报。', text`撤销：${command('unenforce <用户>')}。`],
    unenforce: ['没有绑定设备的用户，可能又可以只凭密码登录。', '已绑定的设备保持不变，AccessKey 和已登录的会话不受影响。', text`要再次强制：${command('enforce <用户>')}。`],
  },
  withoutDevice: '没有设备的用户下次登录时会进入绑定页面。谁先用密码登录，谁就能绑定，所以请提醒本人。',
  leftOut: '已跳过，未改动',
  refusals: {
    no_console_password: '没有控制台密码，无需强制',
    console_login_inactive: '控制台登录已禁用，无需强制',
    user_frozen: '已被冻结，无法登录',
    service_account: '是有人负责的服务账号：要强制它，请写出它的名字',
    break_glass: '是应急用户，不会强制。要改变，请修改 BREAK_GLASS_USERS',
    break_glass_not_found: 'BREAK_GLASS_USERS 里有名字在该账号中不存在，因此该账号不强制任何人，请先改正',
    own_user: '是机器人自己的用户',
    sso: '账号通过 SSO 登录，MFA 应在那边设置',
    already_required: '已经强制开启 MFA',
    account_mandatory: '账号已强制所有用户使用 MFA',
    users_may_not_manage_devices: '账号不允许用户自己绑定 MFA 设备，强制会让人无法登录；请先在 RAM 控制台的设置里允许',
    enforcement_off: '强制功能未开启，需要配置单独的密钥 ENFORCER_ACCESS_KEY_ID',
    user_changed: '已不是预览时的那个用户，请重新查看',
    could_not_read: '刚才未能读取，不会盲目修改，请过几分钟再试',
    user_deleted: '已被删除',
    account_not_served: '强制用的密钥管不到这个账号，请设置 ENFORCER_ROLE_NAME，或直接用 RAM 控制台',
    not_set_by_bot: '不是本机器人设置的，不由本机器人撤销，请用 RAM 控制台',
    already_not_required: '已经没有强制，无需撤销',
  },
  refusedLine: (user, why) => text`${user}：${why}`,
  orType: (typed, minutes) => text`也可以输入${typed}。只能由你使用一次，${minutes}分钟内有效。`,
  result: (direction, done, of) => (direction === 'enforce' ? text`${of}个用户中，${done}个已强制开启 MFA` : text`${of}个用户中，${done}个已取消强制`),
  readBack: '（已回读核实）',
  rest: (left) => text`中途被打断，还剩 ${left} 个用户。在你的确认有效期内会自动继续，结果会发到频道。`,
  resultLine: (user, outcome) => text`${user}：${outcome}`,
  has: (device) => text`目前${device}。`,
  told: '已通知本人。',
  notTold: '没能通知本人，请你转告。',
  unclear: text`结果不明确的，请先用${command('status <用户>')}查看，再决定是否重试。`,
  undo: text`撤销：${command('unenforce <用户>')}。`,
  nobodySummary: '没有人逾期，无需强制',
  nobody: text`没有人逾期，无需强制。跟进情况：${command('status')}。`,
};
