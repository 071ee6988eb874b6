import type { LocalInstant } from '../../clock.ts';
import type { Counts } from '../../digest.ts';
import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { DigestAccount, DigestModel, QuotaLine } from '../catalogue.ts';
import {
  buttons,
  compose,
  facts,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
  section,
} from '../compose.ts';
import { assessedCount, grouped, percentText, signed } from '../figures.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { dateText } from '../local-time.ts';
import {
  andMore,
  CHATS,
  HOLD_REASONS,
  incompleteText,
  messagingText,
  NOTICE_STEPS,
  SHORT_LOGIN_MFA_MODES,
  whenWithZone,
} from './words.ts';

const SHOWN_MAX = 10;

export function digest(model: DigestModel): Message {
  return compose('zh', joined(text`MFA 日报 ${model.date}：`, headline(model), summaryRest(model)), [
    heading(text`MFA 日报，${dateText(model.date, 'zh')}`),
    firstLine(model),
    model.anyComplete ? figures(model) : null,
    ...section('各账号', accountLines(model.accounts)),
    ...section('暂缓中，等管理员放行', heldLines(model.accounts)),
    ...section('已催办、尚未完成', namedLines(model)),
    ...overdue(model),
    ...section('没能通知到', unreachedLines(model)),
    ...section('需要留意', attentionLines(model)),
    ...section('按次计量的聊天工具调用', model.quotas.map(quotaLine)),
    trend(model),
    breakGlassLine(model),
    smallPrint(model),
  ]);
}

/** The truth in one line; also what the notification shows. */
function headline({ anyComplete, totals, compliantPercent }: DigestModel): Text {
  if (!anyComplete) return text`今天没有完整的检查结果`;
  if (compliantPercent === null) return text`没有用户设置了控制台密码`;
  return text`${assessedCount(totals)} 人中 ${totals.compliant} 人已受 MFA 保护（${percentText(compliantPercent)}）`;
}

function summaryRest({ overdueCount, anyComplete }: DigestModel): Text | null {
  return anyComplete && overdueCount > 0 ? text`，${overdueCount} 人逾期` : null;
}

function firstLine(model: DigestModel): Block {
  const { anyComplete, totals, compliantPercent, changes, accounts } = model;
  if (!anyComplete) {
    return paragraph(
      [bold('今天没有完整的检查结果。')],
      text`没有新的数字；原因和上次完整读取的时间见各账号。`,
    );
  }
  const complete = accounts.filter((account) => account.complete).length;
  return paragraph(
    compliantPercent === null
      ? [bold('没有用户设置了控制台密码，所以没有人需要 MFA。')]
      : [
          bold(
            `有控制台密码的 ${assessedCount(totals)} 个用户中，${totals.compliant} 个已受 MFA 保护（${percentText(compliantPercent)}）。`,
          ),
        ],
    changes === null
      ? text`之前没有完整的检查可以对比。`
      : text`与上次完整检查相比：${signed(changes.compliant)}。`,
    complete < accounts.length
      ? text`${accounts.length} 个账号中只有 ${complete} 个读取完整，数字只包含这些账号。`
      : null,
    model.enrolledSinceLast > 0
      ? text`自上次日报以来，新开启 MFA 的用户：${model.enrolledSinceLast} 个。`
      : null,
  );
}

function figures({ totals, changes, openCases, told }: DigestModel): Block {
  const row = (label: string, name: keyof Counts): readonly [string, Text] => [
    label,
    changes === null ? text`${totals[name]}` : text`${totals[name]}（${signed(changes[name])}）`,
  ];
  return facts([
    row('已保护', 'compliant'),
    row('未保护', 'noncompliant'),
    row('其中已豁免', 'exempt'),
    row('状态未知', 'unknown'),
    row('已绑定但未强制', 'boundNotRequired'),
    row('不适用本规则', 'notApplicable'),
    ['跟进中', text`${openCases} 个，已通知 ${told} 个`],
  ]);
}

/** Incomplete accounts first: they must not be the ones that are cut. */
function accountLines(accounts: readonly DigestAccount[]): readonly Text[] {
  const incompleteFirst = accounts.toSorted((a, b) => Number(a.complete) - Number(b.complete));
  return firstLines(incompleteFirst, { max: SHOWN_MAX, line: accountLine, more: andMore });
}

function accountLine(account: DigestAccount): Text {
  const { counts, incomplete } = account;
  const grants = account.missingGrants.map(code);
  return joined(
    text`${accountTag(account.account)}：`,
    incomplete === null
      ? text`${assessedCount(counts)} 个中 ${counts.compliant} 个已保护；`
      : joined([bold('未读完整：')], incompleteText(incomplete), ['；']),
    text`${SHORT_LOGIN_MFA_MODES[account.loginMfaMode]}。`,
    account.complete && !account.completenessProven
      ? text`完整性未经证实：阿里云自己的用户总数未能读取。`
      : null,
    grants.length === 0
      ? null
      : joined(
          text`请给只读身份补上权限：`,
          listed(grants, { max: SHOWN_MAX, separator: '、', more: andMore }),
          ['。'],
        ),
  );
}

function heldLines(accounts: readonly DigestAccount[]): readonly Text[] {
  const held = accounts.flatMap((one) => (one.held === null ? [] : [{ ...one.held, account: one.account }]));
  if (held.length === 0) return [];
  const lines = firstLines(held, {
    max: SHOWN_MAX,
    line: ({ account, reason, wouldMessage }) =>
      text`${accountTag(account)}：放行后将通知 ${wouldMessage} 人。暂缓原因：${HOLD_REASONS[reason]}。`,
    more: andMore,
  });
  return [
    ...lines,
    text`名单：${command('status held')}。管理员用 ${command('start')} 先看消息内容，再决定是否放行。`,
  ];
}

function namedLines({ named }: DigestModel): readonly Text[] {
  return firstLines(named, {
    max: SHOWN_MAX,
    line: ({ user, step, deadline }) =>
      step === 'overdue'
        ? text`${userTag(user)}：${bold('已逾期')}，截止时间 ${whenWithZone(deadline)}`
        : text`${userTag(user)}：${NOTICE_STEPS[step]}已发，截止时间 ${whenWithZone(deadline)}`,
    more: andMore,
  });
}

function overdue({ overdueCount, enforcement }: DigestModel): readonly Block[] {
  if (overdueCount === 0) return [];
  const count = [bold(`${overdueCount} 个用户已逾期。`)];
  if (enforcement === 'off') {
    return [
      paragraph(
        count,
        text`这里没有开启强制功能；要手动设置，请打开 RAM 控制台 › 身份管理 › 用户 › 该用户 › 控制台登录管理 › 修改登录设置，选择必须开启 MFA。`,
      ),
    ];
  }
  return [
    paragraph(
      count,
      text`要让这 ${overdueCount} 个用户必须开启 MFA：${command('enforce overdue')}。会先列出名单，确认后才生效。`,
    ),
    buttons({
      label: `让这 ${overdueCount} 个用户必须开启 MFA`,
      command: 'enforce overdue',
      style: 'danger',
    }),
  ];
}

function unreachedLines({ unmapped, ambiguous, unreachable }: DigestModel): readonly (Text | null)[] {
  const line = (title: string, users: DigestModel['unmapped'], whatToDo: Text): Text | null =>
    users.length === 0
      ? null
      : joined(
          text`${title}（${users.length}）：`,
          listed(users.map(userTag), { max: SHOWN_MAX, separator: '、', more: andMore }),
          ['。'],
          whatToDo,
        );
  const tag = text`请把对应人员的 ID 写到 RAM 用户的标签 ${code('slack-user-id')} 或 ${code('dingtalk-userid')} 里。`;
  return [
    line('找不到对应的人', unmapped, tag),
    line('匹配到多个人，所以没有通知任何人', ambiguous, tag),
    line('找到了人，但发不了消息', unreachable, text`已离职？请删除其控制台密码。`),
  ];
}

function attentionLines(model: DigestModel): readonly (Text | null)[] {
  const { unknownDeliveries, breakGlass, enforcement, messaging, totals, anyComplete, excludedAccountIds } =
    model;
  return [
    messaging.kind === 'on' ? null : joined(text`对个人的消息：`, messagingText(messaging), ['。']),
    anyComplete && totals.unknown > 0
      ? text`${totals.unknown} 个用户未能读取，不算已保护：${command('status unknown')}。`
      : null,
    unknownDeliveries > 0 ? text`${unknownDeliveries} 条消息不确定是否送达，不会自动重发。` : null,
    model.directoryErrorCode === null
      ? null
      : text`${bold('资源目录的成员账号未能列出')}（${code(model.directoryErrorCode)}），这里缺少它们的数字。请在管理账号或委派管理员账号里给只读身份补上权限 ${code('resourcemanager:ListAccounts')}。`,
    breakGlass.notFound.length > 0
      ? joined(
          [bold('找不到这些应急用户：')],
          listed(breakGlass.notFound.map(code), { max: SHOWN_MAX, separator: '、', more: andMore }),
          ['。'],
          text`在改正 ${code('BREAK_GLASS_USERS')} 之前，相关账号不能强制任何人。`,
        )
      : null,
    enforcement === 'reader_key'
      ? text`${bold('只读密钥也能执行强制。')}谁偷到它就可能重置别人的密码，请给强制功能单独的密钥（${code('ENFORCER_ACCESS_KEY_ID')}）。`
      : null,
    excludedAccountIds.length > 0
      ? joined(
          text`已用 ${code('EXCLUDE_ACCOUNT_IDS')} 排除：`,
          listed(excludedAccountIds.map(code), { max: SHOWN_MAX, separator: '、', more: andMore }),
          ['。'],
        )
      : null,
  ];
}

function quotaLine({ chat, used, quota, forecast, batching }: QuotaLine): Text {
  return joined(
    text`${CHATS[chat]}：本月额度 ${grouped(quota)} 次，已用 ${grouped(used)} 次，预计${forecast > 0 ? `还需约 ${grouped(forecast)} 次` : '不再需要更多'}。`,
    used >= quota ? stopped(chat) : batching ? BATCHING : null,
  );
}

const BATCHING = text`为节省调用次数，处在同一步、截止时间也相同的人现在合并在一次调用里发送，内容相同；各人的 RAM 用户和账号，由本人输入 ${command('me')} 查看。`;

function stopped(chat: QuotaLine['chat']): Text {
  return joined(
    [bold(`额度已用完，${CHATS[chat]}消息已停发，下个月恢复。`)],
    text`到时该发的消息会自动发出。想提前恢复，请为企业提高${CHATS[chat]}的每月调用额度，把新的数字填到 ${code(`${chat.toUpperCase()}_MONTHLY_QUOTA`)}，然后重启机器人。`,
  );
}

function trend({ trend: points }: DigestModel): Block | null {
  if (points.length < 2) return null;
  return { kind: 'chart', title: '受 MFA 保护的比例（%）', series: '控制台用户', points };
}

function breakGlassLine({ breakGlass }: DigestModel): Block | null {
  if (breakGlass.configured.length === 0) return null;
  return note(
    text`应急用户（不通知、不强制）：`,
    listed(breakGlass.configured.map(code), { max: SHOWN_MAX, separator: '、', more: andMore }),
    ['。'],
  );
}

function smallPrint({ asOf }: DigestModel): Block {
  return note(
    text`数据截至 ${whenWithZone(asOf)}。`,
    text`百分比 = 已保护 ÷（已保护 + 未保护（含已豁免）+ 状态未知）；状态未知的一律不算已保护。`,
    text`依据：CIS Alibaba Cloud Foundation Benchmark 1.4，所有设有控制台密码的 RAM 用户都要开启 MFA。`,
  );
}

/** In the digest's thread. */
export function auditCompletedLate(model: {
  readonly accounts: readonly DigestAccount[];
  readonly at: LocalInstant;
}): Message {
  return compose('zh', text`补充：${model.accounts.length} 个账号后来读取完整了`, [
    paragraph(text`日报之后，${whenWithZone(model.at)}读取完整：`),
    ...section('各账号', accountLines(model.accounts)),
    ...section('暂缓中，等管理员放行', heldLines(model.accounts)),
  ]);
}
