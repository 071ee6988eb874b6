import { code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const notAsWished = { differs: '已修改，但回读的结果与预期不符', failed: '失败，没有任何改动', unknown: '结果未知：没能回读' };

export const posts: LanguageWords['posts'] = {
  outcomes: {
    enforce: { verified: '已强制开启 MFA（已回读核实）', ...notAsWished },
    unenforce: { verified: '已取消 MFA 强制（已回读核实）', ...notAsWished },
  },
  enforced: {
    all: (direction, count) => (direction === 'enforce' ? `强制 ${count} 个用户开启 MFA` : `取消对 ${count} 个用户的 MFA 强制`),
    some: (direction, done, of) => `${posts.enforced.all(direction, of)}，成功 ${done} 个`,
    summary: (what) => text`管理员操作：${what}`,
    who: (person, what) => text`${person}操作：${what}：`,
    after: {
      enforce: text`误操作？管理员可以逐个撤销：${command('unenforce <用户>')}。`,
      unenforce: '还没有绑定设备的用户会照常跟进。',
    },
  },
  runFailed: {
    allAccounts: '所有账号',
    summary: (what, vendorCode) => text`今天的 MFA 检查失败：${what}，${vendorCode}`,
    title: '今天的 MFA 检查失败了',
    after: text`因此没有新的数字，也不会因此把任何人算作没问题。管理员可以重试：${command('audit')}。`,
    attempts: (vendorCode, what, attempts) => text`${what}：尝试${attempts}次后仍为${vendorCode}。`,
    remedies: {
      check_credentials: '阿里云不接受当前凭证：请检查 AccessKey 是否正确、是否已启用，以及这台机器的时钟。',
      replace_root_key: '这个 AccessKey 属于主账号，没有任何策略能限制它：请为机器人单独创建 RAM 用户或角色。',
      check_role: '无法扮演角色：请检查角色名称、信任策略和 AUDIT_EXTERNAL_ID。',
      run_doctor: text`缺少权限：请在机器人所在的机器上运行${code('npm run doctor')}，它会指出缺哪一项。`,
      check_network: '阿里云没有响应：请检查网络和接入地址。',
      slow_down: text`阿里云要求降低调用频率：请稍后再试，或调低${code('RAM_MAX_CALLS_PER_SECOND')}。`,
      wait: '没有读取完整，下次检查会再试。',
    },
  },
  deliveryUnknown: {
    what: { digest: '日报', post: '通报' },
    summary: (what, date) => text`${date}的 MFA ${what}不确定是否发出`,
    notSentAgain: (what, date, channel) => text`${date}的 MFA ${what}是否已发到频道${channel}，我没能查清。为了不重复打扰，我不会再发一次。`,
    look: {
      digest: text`请到频道里看一眼。如果没有，用${command('status')}可以看到同样的数字。`,
      post: '请到频道里看一眼。如果没有，请你在频道里说一声。',
    },
  },
  channelUnavailable: {
    summary: (vendorCode) => text`无法在安全频道里发消息（${vendorCode}）`,
    what: (channel, vendorCode) => text`我没法在安全频道${channel}里发消息：${vendorCode}。发给个人的消息照常；日报先等着，我每小时再试一次。`,
    todo: text`请把我加进这个频道，或者改正配置里的频道 ID（在频道里输入${command('here')}就能看到）后重启。`,
  },
  interrupted: {
    summary: (direction, users) => (direction === 'enforce' ? text`强制${users}开启 MFA 时被中断，结果如下` : text`取消对${users}的 MFA 强制时被中断，结果如下`),
    users: (count) => `${count} 个用户`,
    title: { enforce: '强制开启 MFA 时被中断', unenforce: '取消 MFA 强制时被中断' },
    stopped: '中断时正在处理的用户，我之后只回读了设置，没有再次修改。目前的结果：',
    nothingToDo: '不用再做什么。',
    askAgain: (look, again) => text`用${look}可以看某个用户的当前状态；没有生效而仍然需要的，请重新执行${again}。`,
  },
};
