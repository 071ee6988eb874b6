import type { ActivityKind } from '../../activity.ts';
import { type Block, bold, code, type Message, person, type Text, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { HistoryEntry, StatusUserModel } from '../catalogue.ts';
import { bullets, compose, facts, firstLines, heading, joined, paragraph } from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import {
  andMore,
  contactText,
  findingText,
  HELD_REASONS,
  LOGIN_MFA_MODES,
  NOTICE_STATES,
  NOTICE_STEPS,
  when,
  whenWithZone,
} from './words.ts';

const ENTRIES_SHOWN_MAX = 30;

const VERDICTS = {
  compliant: '已保护',
  noncompliant: '未保护',
  not_applicable: '不适用',
  unknown: '状态未知',
} as const;

export function statusUser(model: StatusUserModel): Message {
  const { user, finding, readAt, breakGlass } = model;
  const verdict = VERDICTS[finding.verdict];
  return compose('zh', text`${user.userName}：${verdict}`, [
    paragraph(text`${userTag(user)}：${bold(verdict)}`, joined(['，'], findingText(finding))),
    breakGlass ? paragraph(text`这是应急用户：不通知，也不强制。`) : null,
    facts([
      ['账号', [accountTag(user.account)]],
      ['用户自身的设置', text`${required(finding.mfaRequired)}`],
      ['账号的设置', text`${LOGIN_MFA_MODES[model.loginMfaMode]}`],
      ['上次登录', text`${model.lastSignInAt === null ? '未知' : when(model.lastSignInAt)}`],
      ['对应的人', contactText(model.contact)],
      ['读取时间', text`刚刚，${whenWithZone(readAt)}`],
    ]),
    followUp(model),
    nextStep(model),
  ]);
}

function required(mfaRequired: boolean | null): string {
  if (mfaRequired === null) return '未能读取，或没有该设置';
  return mfaRequired ? '必须开启 MFA' : '不要求 MFA';
}

function followUp({ openCase }: StatusUserModel): Block | null {
  if (openCase === null) return null;
  const { openedAt, toldAt, deadline, lastNotice, next, heldBecause } = openCase;
  return bullets([
    text`${when(openedAt)} 开始跟进；${toldAt === null ? '还没有通知本人' : `${when(toldAt)} 已通知本人`}。`,
    deadline === null ? null : text`截止时间：${bold(whenWithZone(deadline))}。`,
    lastNotice === null
      ? null
      : text`最近一条：${NOTICE_STEPS[lastNotice.step]}，${NOTICE_STATES[lastNotice.state]}，${when(lastNotice.at)}。`,
    next === null ? null : text`下一条：${NOTICE_STEPS[next.step]}，${when(next.at)}。`,
    heldBecause === null ? null : text`${bold('现在不发送')}，原因：${HELD_REASONS[heldBecause]}。`,
  ]);
}

function nextStep({ user, finding, breakGlass }: StatusUserModel): Block | null {
  switch (finding.verdict) {
    case 'unknown':
      return paragraph(text`状态未知不等于没有开启，请过几分钟再试。读取到之前，不会就此通知任何人。`);
    case 'noncompliant':
      return finding.reason === 'no_device' && !breakGlass
        ? paragraph(
            text`要让该用户下次登录时必须开启 MFA：${command(`enforce ${user.logonName}`)}，会先预览再确认。`,
          )
        : null;
    default:
      return null;
  }
}

const ACTIVITIES: Record<ActivityKind, string> = {
  case_opened: '开始跟进',
  case_resumed: '恢复跟进',
  case_closed: '结束跟进',
  notice_sent: '消息已发送',
  notice_failed: '消息未能送达',
  notice_unknown: '消息已发出，不确定是否送达',
  notice_cancelled: '消息已取消',
  enforce_confirmed: '已确认：必须开启 MFA',
  enforce_verified: '已设为必须开启 MFA，回读核实',
  enforce_differs: '已设为必须开启 MFA，但回读不一致',
  enforce_failed: '设为必须开启 MFA 失败',
  enforce_unknown: '设为必须开启 MFA，没能回读',
  unenforce_confirmed: '已确认：取消必须开启 MFA',
  unenforce_verified: '已取消必须开启 MFA，回读核实',
  unenforce_differs: '已取消必须开启 MFA，但回读不一致',
  unenforce_failed: '取消必须开启 MFA 失败',
  unenforce_unknown: '取消必须开启 MFA，没能回读',
  account_held: '账号转为暂缓',
  account_released: '账号已放行',
  user_released: '用户已放行',
  paused: '消息已暂停',
  resumed: '消息已恢复',
  audit_requested: '手动发起检查',
  command_refused: '命令被拒绝',
};

export function history(model: {
  readonly user: UserLabel;
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
}): Message {
  const { user, entries, total } = model;
  if (total === 0) {
    return compose('zh', text`没有关于 ${user.userName} 的记录`, [
      paragraph(text`目前没有关于 ${userTag(user)} 的记录。`),
    ]);
  }
  return compose('zh', text`${user.userName} 的记录：${total} 条`, [
    heading(text`${user.logonName} 的记录`),
    bullets(firstLines(entries, { max: ENTRIES_SHOWN_MAX, line: entryLine, more: andMore, total })),
  ]);
}

function entryLine({ at, kind, actorMemberId, detail }: HistoryEntry): Text {
  return joined(
    text`${when(at)}：${ACTIVITIES[kind]}`,
    detail === null ? null : text`（${code(detail)}）`,
    actorMemberId === null ? null : text`，操作人 ${person(actorMemberId)}`,
  );
}
