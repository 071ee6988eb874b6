import type { StatusList } from '../../command.ts';
import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { StatusAccount, StatusListModel, StatusModel } from '../catalogue.ts';
import {
  bullets,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  paragraph,
  section,
  strong,
} from '../compose.ts';
import { assessedCount, sumCounts } from '../figures.ts';
import { accountTag, command, userTag } from '../labels.ts';
import {
  andMore,
  findingText,
  HOLD_REASONS,
  incompleteText,
  messagingText,
  SHORT_LOGIN_MFA_MODES,
  when,
  whenWithZone,
} from './words.ts';

const ACCOUNTS_SHOWN_MAX = 15;
const ROWS_SHOWN_MAX = 30;

export function status(model: StatusModel): Message {
  return compose(
    'zh',
    joined(headline(model), text`，跟进中 ${model.openCases} 个，逾期 ${model.overdueCount} 个`),
    [
      firstLine(model),
      followUp(model),
      ...section('各账号', accountLines(model.accounts)),
      ...section('可以做什么', whatToDo(model)),
    ],
  );
}

function headline({ accounts }: StatusModel): Text {
  const complete = accounts.filter((account) => account.complete);
  if (complete.length === 0) return text`还没有任何账号读取完整`;
  const counts = sumCounts(complete.map((account) => account.counts));
  return text`${assessedCount(counts)} 个用户中 ${counts.compliant} 个已受 MFA 保护`;
}

function firstLine(model: StatusModel): Block {
  const complete = model.accounts.filter((account) => account.complete).length;
  return paragraph(
    strong(headline(model)),
    complete > 0 && complete < model.accounts.length
      ? text`（${model.accounts.length} 个账号中的 ${complete} 个，其余未读完整）`
      : null,
    model.auditRunning ? text`，正在检查中` : null,
  );
}

const ENFORCEMENT = {
  on: '可用',
  off: '未开启（没有配置强制用的密钥）',
  reader_key: '可用，但用的是只读密钥，请单独配一个',
} as const;

function followUp(model: StatusModel): Block {
  const { openCases, told, overdueCount, nextAuditAt } = model;
  return facts([
    ['跟进中', text`${openCases} 个，已通知 ${told} 个，逾期 ${overdueCount} 个`],
    ['对个人的消息', messagingText(model.messaging)],
    ['强制功能', text`${ENFORCEMENT[model.enforcement]}`],
    nextAuditAt === null ? null : ['下次检查', text`${whenWithZone(nextAuditAt)}`],
  ]);
}

function accountLines(accounts: readonly StatusAccount[]): readonly Text[] {
  return firstLines(accounts, { max: ACCOUNTS_SHOWN_MAX, line: accountLine, more: andMore });
}

function accountLine(account: StatusAccount): Text {
  const { counts, incomplete, held, readAt } = account;
  return joined(
    text`${accountTag(account.account)}：`,
    incomplete === null
      ? text`${assessedCount(counts)} 个中已保护 ${counts.compliant}、未保护 ${counts.noncompliant}、未知 ${counts.unknown}`
      : joined([bold('未读完整：')], incompleteText(incomplete)),
    readAt === null ? null : text`（读取于 ${when(readAt)}）`,
    text`；当前${SHORT_LOGIN_MFA_MODES[account.loginMfaMode]}。`,
    held === null
      ? null
      : text`${bold('暂缓中')}（${HOLD_REASONS[held.reason]}）：还有 ${held.wouldMessage} 人没有通知。`,
  );
}

function whatToDo(model: StatusModel): readonly (Text | null)[] {
  const { accounts, overdueCount, unmappedCount, unreachableCount, unknownDeliveries } = model;
  const held = accounts.some((account) => account.held !== null);
  return [
    held ? text`放行暂缓的消息：${command('start')}，会先给你看内容再确认。` : null,
    overdueCount > 0
      ? text`让逾期的 ${overdueCount} 个用户必须开启 MFA：${command('enforce overdue')}，会先列出名单再确认。`
      : null,
    unmappedCount > 0 ? text`${unmappedCount} 个用户找不到对应的人：${command('status unmapped')}。` : null,
    unreachableCount > 0 ? text`${unreachableCount} 个人联系不上：${command('status unreachable')}。` : null,
    unknownDeliveries > 0 ? text`${unknownDeliveries} 条消息不确定是否送达，不会自动重发。` : null,
  ];
}

const LISTS: Record<StatusList, { readonly title: string; readonly empty: string; readonly hint: Text }> = {
  overdue: {
    title: '已逾期',
    empty: '没有人逾期。',
    hint: text`让他们必须开启 MFA：${command('enforce overdue')}，会先列出名单再确认。`,
  },
  unmapped: {
    title: '找不到对应的人',
    empty: '需要通知的用户都找到了对应的人。',
    hint: text`请把对应人员的 ID 写到 RAM 用户的标签 ${code('slack-user-id')} 或 ${code('dingtalk-userid')} 里。`,
  },
  unreachable: {
    title: '联系不上',
    empty: '需要通知的人都能联系上。',
    hint: text`如果已离职，请在 RAM 控制台删除其控制台密码。`,
  },
  unknown: {
    title: '未能读取',
    empty: '所有用户都读取到了。',
    hint: text`状态未知不等于没有开启，但一律不算已保护。现在重新读取：${command('audit')}。`,
  },
  exempt: {
    title: '已豁免',
    empty: '没有人被豁免。',
    hint: text`已豁免的用户不会收到消息，但仍算未保护。`,
  },
  disputed: {
    title: '收件人表示“这不是我”',
    empty: '没有人对用户归属提出异议。',
    hint: text`请找到真正的使用者，并把其 ID 写到 RAM 用户的标签里。`,
  },
  dormant: {
    title: '很久没有登录',
    empty: '所有人最近都登录过。',
    hint: text`不用了？请在 RAM 控制台删除其控制台密码。`,
  },
  held: {
    title: '暂缓中',
    empty: '没有暂缓的用户。',
    hint: text`放行：${command('start')}，会先给你看内容再确认。`,
  },
};

export function statusList({ list, total, rows }: StatusListModel): Message {
  const { title, empty, hint } = LISTS[list];
  if (total === 0) return compose('zh', text`${empty}`, [paragraph(text`${empty}`)]);
  return compose('zh', text`${title}：${total} 个用户`, [
    heading(text`${title}：${total} 个用户`),
    bullets(firstLines(rows, { max: ROWS_SHOWN_MAX, line: listLine, more: andMore, total })),
    paragraph(hint),
  ]);
}

function listLine({ user, finding, deadline, code: foreignCode }: StatusListModel['rows'][number]): Text {
  const alreadyShown = foreignCode !== null && foreignCode === finding?.errorCode;
  return joined(
    [userTag(user)],
    finding === null ? null : joined(['：'], findingText(finding)),
    deadline === null ? null : text`，截止时间 ${whenWithZone(deadline)}`,
    foreignCode === null || alreadyShown ? null : text`（${code(foreignCode)}）`,
  );
}
