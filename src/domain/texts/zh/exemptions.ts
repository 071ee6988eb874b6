import { bold, code } from '../../message.ts';
import { command } from '../labels.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

export const exemptions: LanguageWords['exemptions'] = {
  refusals: {
    not_a_date: text`没有这一天。请写成${code('2026-03-31')}的形式。`,
    in_the_past: text`这一天已经过去了。请写今天或以后的日期。`,
    too_far: text`豁免最长 90 天。请写更早的日期，到期后可以再申请。`,
    reason_missing: text`请同时写明原因：${command('exempt <用户> <日期> <原因>')}。`,
    reason_too_long: text`原因请不要超过 200 个字符。`,
    reason_has_markup: text`原因里请不要用${code('< > * ~ |')}和反引号。`,
    asked_already: text`该用户已有一个待审批的豁免申请。请先请人审批，或用${command('exempt <用户> off')}撤回；申请见${command('status exempt')}。`,
    own_phone: text`请找另一位管理员：不能给自己豁免。`,
    subject_unread: text`没能查到这是谁的用户，无法判断是不是你自己的。请几分钟后再试。`,
    phone_lost_lately: text`该用户在最近 30 天里已因手机丢失获得过三天。请改为写明日期和原因，由另一位管理员审批。`,
    not_exempt: text`该用户目前没有豁免，也没有待审批的申请。`,
  },
  decisions: {
    too_many_tries: text`输错的次数太多，请五分钟后再试。`,
    unknown_code: text`没有这个申请。待审批的见${command('status exempt')}。`,
    decided: text`这个申请已经审批过了，结果见${command('history <用户>')}。`,
    lapsed: text`这个申请没有按时审批，已经失效，请重新申请。`,
    own_request: text`这是你自己提出的申请，需由另一位管理员审批。`,
    own_account: text`这是你自己的用户，需由另一位管理员审批。`,
    subject_unread: text`没能查到这是谁的用户，无法判断是不是你自己的。请几分钟后再试。`,
  },
  refusedSummary: '没有任何改动',
  nothingChanged: '没有任何改动。',
  requested: {
    summary: (user) => text`已申请豁免：${user}`,
    what: (user, until) => text`${bold('已申请：')}${user}豁免到${until}。`,
    decide: (typed, lapses) => text`由另一位管理员在安全频道审批，或输入${typed}。申请在${lapses}失效；批准之前一切照旧。`,
  },
  decided: {
    summary: (user, isApproved) => (isApproved ? text`已批准：${user}获得豁免` : text`已拒绝：${user}没有豁免`),
    approved: (user, until) => text`${bold('已批准。')}${user}豁免到${until}，在此之前不会收到消息。`,
    declined: (user) => text`${bold('已拒绝。')}${user}一切照旧。`,
    singleAdmin: '只有一位管理员：申请和审批是同一人。',
  },
  lostPhone: {
    summary: (user) => text`手机丢失：${user}有三天时间`,
    what: (user, until) => text`${user}豁免到${until}，无需审批。`,
    personTold: '我也会在工作时间通知本人。',
    tellThem: text`${bold('没有找到该用户对应的人，')}请自己告诉本人。`,
    removeFirst: text`请先移除丢失的设备，否则无法绑定新的：RAM 控制台 › 身份管理 › 用户 › 该用户 › ${bold('MFA')} › 停用设备。之后由本人绑定新手机，步骤见${command('me')}。`,
  },
  withdrawn: {
    summary: (user) => text`申请已撤回：${user}`,
    what: (user) => text`${user}的豁免申请已撤回，其他一切照旧。`,
  },
  ended: {
    summary: (user) => text`豁免已结束：${user}`,
    what: (user) => text`${user}不再豁免。已通知过的人会在下一个工作日早上收到警告，并有七天时间。`,
  },
  post: {
    summaries: {
      requested: (user) => text`申请豁免：${user}`,
      approved: (user) => text`豁免已批准：${user}`,
      declined: (user) => text`豁免被拒绝：${user}`,
      lost_phone: (user) => text`手机丢失：${user}有三天时间`,
    },
    requested: (who, user, until) => text`${who}申请让${user}豁免到${until}。`,
    approved: (who, user, until) => text`${who}已批准：${user}豁免到${until}。`,
    declined: (who, user) => text`${who}已拒绝：${user}没有豁免。`,
    lostPhone: (who, user, until) => text`${who}表示${user}的手机丢失：豁免到${until}。`,
    reason: (reason) => text`原因：${reason}`,
    renewals: (count) => text`该用户此前获得过 ${String(count)} 次豁免。`,
    subjectUnknown: '对象不明：没有找到该用户对应的人。',
    otherDecides: (lapses) => text`由另一位管理员审批，申请人和该用户本人除外。申请在${lapses}失效。`,
    approve: '批准',
    decline: '拒绝',
  },
  own: (until) => text`：豁免到${until}`,
  inMe: '豁免期间不会提醒你，也不计入期限。',
  line: (until, who) => text`：豁免到${until}，由${who}批准`,
  lineLostPhone: (until, who) => text`：手机丢失，豁免到${until}，由${who}给出`,
  lineRequested: (until, who) => text`：${who}申请豁免到${until}，尚未审批`,
  lineDecide: (typed) => text`：${typed}`,
  lineReason: (reason) => text`，原因：${reason}`,
  lineSingleAdmin: '只有一位管理员',
  lineSubjectUnknown: '对象不明',
};
