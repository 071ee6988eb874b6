import { type Block, bold, code, type Message, type Text, text } from '../../message.ts';
import type { ManagerWarningModel } from '../catalogue.ts';
import { bullets, compose, DIVIDER, facts, firstLines, heading, joined, paragraph } from '../compose.ts';
import { accountTag } from '../labels.ts';
import { IS_IT_GENUINE, NEVER_ASKS } from './nudge.ts';
import { andMore, contactName, whenWithZone } from './words.ts';

const USERS_SHOWN_MAX = 15;

/** Asks for help, not for pressure. */
export function managerWarning(model: ManagerWarningModel): Message {
  const { personName, users, securityContact } = model;
  const name = text`${personName}`;
  return compose('zh', summary(model), [
    heading(text`请帮同事抽出五分钟`),
    paragraph(
      text`你好，我是安全团队的 MFA 机器人。`,
      joined(text`据我了解，`, [bold(personName)], text`是你的下属，所以给你发这条消息。`),
      joined(name, text`登录阿里云控制台时，除了密码还没有第二重验证（MFA），截止时间快到了。`),
      text`工作一忙，这种事很容易顾不上，这里没有批评谁的意思。`,
    ),
    about(model),
    paragraph(
      joined(
        text`请帮`,
        name,
        text`在此之前抽出一点时间，${users.length > 1 ? '每个用户大约五分钟' : '大约五分钟'}就够。`,
      ),
      text`怎么操作，我已经发给本人了。`,
    ),
    paragraph(
      [bold('你自己不用点击或审批任何东西，')],
      text`也不用回复我。`,
      joined(text`如果对方遇到困难，或者对方并不是你的下属，请联系`, [contactName(securityContact)], ['。']),
    ),
    DIVIDER,
    paragraph(
      IS_IT_GENUINE,
      NEVER_ASKS,
      text`这条消息里没有任何链接。你不必相信它：按平时的方式找安全团队问一声就行。`,
    ),
  ]);
}

function summary({ personName, users }: ManagerWarningModel): Text {
  const [first] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  const name = text`${personName}`;
  return first === undefined
    ? joined(text`请帮`, name, text`抽出五分钟开启 MFA`)
    : joined(text`请帮`, name, text`在 ${whenWithZone(first.deadline)}前抽出五分钟开启 MFA`);
}

/** Side by side for one user, a line each for several. */
function about({ users }: ManagerWarningModel): Block | null {
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      ['RAM 用户', [code(only.user.userName)]],
      ['账号', [accountTag(only.user.account)]],
      ['截止时间', [bold(whenWithZone(only.deadline))]],
    ]);
  }
  return bullets(
    firstLines(users, {
      max: USERS_SHOWN_MAX,
      line: ({ user, deadline }) =>
        text`${code(user.userName)}，账号 ${accountTag(user.account)}：截止时间 ${bold(whenWithZone(deadline))}`,
      more: andMore,
    }),
  );
}
