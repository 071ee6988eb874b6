import type { LocalInstant } from '../../clock.ts';
import { type Block, bold, code, link, type Message, type Text, text } from '../../message.ts';
import type { OwnUser } from '../catalogue.ts';
import { buttons, compose, heading, joined, note, paragraph, section, steps } from '../compose.ts';
import { userTag } from '../labels.ts';
import { fullSteps, PASSKEY_COUNTS } from './enrolment-steps.ts';
import { CHECK_AGAIN, ifRefused, notAllowed } from './nudge.ts';
import { contactName, findingText, whenWithZone } from './words.ts';

interface MeModel {
  readonly memberId: string;
  readonly users: readonly OwnUser[];
  readonly now: LocalInstant;
  readonly securityContact: string | null;
}

/** One's own state. */
export function me(model: MeModel): Message {
  return model.users.length === 0 ? notLinked(model) : ownState(model);
}

function notLinked({ memberId, securityContact }: MeModel): Message {
  return compose('zh', text`没有 RAM 用户与你关联`, [
    paragraph(
      text`没有 RAM 用户与你关联，所以没有可以替你检查的。`,
      text`你的聊天 ID 是 ${code(memberId)}。`,
    ),
    paragraph(
      text`如果你有带控制台密码的 RAM 用户，请把它的名字和这个聊天 ID 告诉 ${contactName(securityContact)}。别的都不用给：不要给密码，也不要给验证码。`,
    ),
  ]);
}

function ownState({ memberId, users, now, securityContact }: MeModel): Message {
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant');
  const unknown = users.filter(({ finding }) => finding.verdict === 'unknown');
  const enrollees = open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice !== false);
  return compose('zh', verdictLine(users), [
    heading(verdictLine(users)),
    ...section(
      `刚刚检查，${whenWithZone(now)}`,
      users.map((user) => ownLine(user, enrollees.length > 1 && enrollees.includes(user))),
    ),
    unknown.length === 0
      ? null
      : paragraph(text`“未能读取”不等于没有开启：阿里云这次没有给出明确答复。请过几分钟再检查一次。`),
    ...notAllowed(
      open.filter(({ mayManageOwnDevice }) => mayManageOwnDevice === false).map(({ user }) => user),
      securityContact,
    ),
    ...howTo(enrollees, securityContact),
    note(
      text`你的聊天 ID：${code(memberId)}。`,
      text`有疑问，或者这不是你的用户？请联系 ${contactName(securityContact)}。`,
    ),
    open.length + unknown.length === 0 ? null : buttons(CHECK_AGAIN),
  ]);
}

function verdictLine(users: readonly OwnUser[]): Text {
  const open = users.filter(({ finding }) => finding.verdict === 'noncompliant').length;
  const unknown = users.filter(({ finding }) => finding.verdict === 'unknown').length;
  if (open > 0 && users.length === 1) return text`你还没有开启 MFA`;
  if (open > 0) return text`你有 ${open} 个用户还没有开启 MFA`;
  if (unknown > 0) return text`刚才没能读取你的 MFA 状态`;
  return text`一切正常，你不需要做什么`;
}

/** With its own sign-in page where there is more than one to do; for one alone it stands in the steps. */
function ownLine({ user, finding, deadline, signInUrl }: OwnUser, withPage: boolean): Text {
  const due =
    deadline === null || finding.verdict !== 'noncompliant'
      ? null
      : text`；请在 ${bold(whenWithZone(deadline))} 前完成。`;
  const page = withPage ? [link('登录页', signInUrl)] : null;
  return joined(text`${userTag(user)}：`, findingText(finding), due, page);
}

function howTo(users: readonly OwnUser[], securityContact: string | null): readonly Block[] {
  if (users.length === 0) return [];
  const enrollees = users.map(({ user, finding, signInUrl }) => ({
    logonName: user.logonName,
    signInUrl,
    reason: finding.reason,
  }));
  const notKnown = users.some(({ mayManageOwnDevice }) => mayManageOwnDevice === null);
  return [
    paragraph([bold('操作步骤')]),
    steps(fullSteps(enrollees)),
    note(PASSKEY_COUNTS, notKnown ? ifRefused(securityContact) : null),
  ];
}
