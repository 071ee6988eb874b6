import type { CaseCloseReason } from '../../case.ts';
import { code, type Message, type Text, text } from '../../message.ts';
import type { ClosedNudgeModel, EnforcedNoticeModel, ThanksModel } from '../catalogue.ts';
import { bullets, buttons, compose, DIVIDER, heading, paragraph, steps } from '../compose.ts';
import { accountName, accountTag, userTag } from '../labels.ts';
import { shortSteps } from './enrolment-steps.ts';
import { CHECK_AGAIN, genuine } from './nudge.ts';
import { contactName, deviceText, when, whenWithZone } from './words.ts';

export function thanks({ user, device, seenAt, securityContact }: ThanksModel): Message {
  return compose(
    'zh',
    text`谢谢，${user.userName}（${accountName(user.account)}）已开启 MFA。不是你操作的？请告诉安全团队`,
    [
      heading(text`谢谢，MFA 已开启`),
      paragraph(
        text`账号 ${accountTag(user.account)} 的 RAM 用户 ${code(user.userName)} ${deviceText(device)}，我在 ${whenWithZone(seenAt)}看到的。`,
        text`这个用户不用再做别的了。`,
      ),
      paragraph(
        text`不是你操作的？请马上告诉 ${contactName(securityContact)}：可能有人用你的密码抢先绑定了。`,
      ),
      device !== 'virtual'
        ? null
        : paragraph(
            text`以后换手机，请先在控制台「安全信息」里解绑旧设备，再绑定新手机；旧手机不在身边就登录不了。`,
          ),
    ],
  );
}

export function enforced({ user, at, signInUrl, securityContact }: EnforcedNoticeModel): Message {
  const enrollee = { logonName: user.logonName, signInUrl, reason: 'required_but_not_bound' } as const;
  return compose('zh', text`${user.userName} 已被要求必须开启 MFA，下次登录时需要绑定设备`, [
    heading(text`你的阿里云登录现在必须开启 MFA`),
    paragraph(
      text`我是安全团队的 MFA 机器人。管理员在 ${whenWithZone(at)}把账号 ${accountTag(user.account)} 的 RAM 用户 ${code(user.userName)} 设置成了必须开启 MFA。`,
    ),
    bullets([
      text`你下次登录控制台时会被要求绑定 MFA 设备。请现在就去绑定，不要让知道你密码的人抢了先。`,
      text`AccessKey 照常可用，使用它的程序不受影响。`,
      text`已经登录的会话预计可以继续用到过期。`,
    ]),
    steps(shortSteps([enrollee])),
    DIVIDER,
    genuine(securityContact),
    buttons(CHECK_AGAIN),
  ]);
}

const CLOSED: Record<CaseCloseReason, { readonly title: string; readonly line: string }> = {
  enrolled: { title: '已完成，MFA 已开启', line: 'MFA 已开启' },
  console_removed: { title: '不用处理了', line: '控制台密码已删除，不再需要 MFA' },
  console_inactive: { title: '不用处理了', line: '控制台登录已禁用，不再需要 MFA' },
  sso: { title: '不用处理了', line: '账号已改用 SSO 登录，这里不再需要 MFA' },
  frozen: { title: '不用处理了', line: '用户已被冻结，无法登录' },
  deleted: { title: '不用处理了', line: '用户已删除' },
};

/** Takes the place of the message that asked for it. */
export function closed({ users, reason, at }: ClosedNudgeModel): Message {
  const { title, line } = CLOSED[reason];
  const lines = users.map((user): Text => text`${userTag(user)}：${line}（${when(at)} 查到）。`);
  return compose('zh', text`${title}，无需再操作`, [
    heading(text`${title}`),
    bullets(lines),
    paragraph(reason === 'enrolled' ? text`谢谢！` : null, text`你不需要再做什么了。`),
  ]);
}
