import { type Block, bold, code, type Inline, link, type Message, type Text, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { NudgedUser, NudgeModel } from '../catalogue.ts';
import {
  bullets,
  buttons,
  compose,
  DIVIDER,
  facts,
  heading,
  joined,
  note,
  paragraph,
  steps,
} from '../compose.ts';
import { pageOpensByItself } from '../enrolment.ts';
import { accountName, accountTag, command, userTag } from '../labels.ts';
import { guideUrl } from '../links.ts';
import { fullSteps, PASSKEY_COUNTS, shortSteps } from './enrolment-steps.ts';
import { andMore, contactName, whenWithZone } from './words.ts';

const USERS_SHOWN_MAX = 15;

export const CHECK_AGAIN = { label: '重新检查', command: 'me', style: 'primary' } as const;

/** To one person, about one or more of their RAM users. */
export function nudge(model: NudgeModel): Message {
  const { users, securityContact } = model;
  const enrollees = users.filter((user) => user.mayManageOwnDevice !== false);
  return compose('zh', summary(model), [
    heading(text`${TITLES[model.step]}`),
    paragraph(...opening(model, risk(enrollees), enrollees.length > 0)),
    about(model),
    ...notAllowed(
      users.filter((user) => user.mayManageOwnDevice === false),
      securityContact,
    ),
    ...(enrollees.length === 0 ? [] : howTo(model, enrollees)),
    DIVIDER,
    genuine(securityContact),
    buttons(CHECK_AGAIN),
  ]);
}

export const TITLES: Record<NudgeModel['step'], string> = {
  first: '请为你的阿里云登录开启 MFA',
  reminder: '提醒：你的阿里云登录还没有开启 MFA',
  warning: '开启 MFA 的截止时间快到了',
  deadline: '开启 MFA 截止前的最后一次通知',
  overdue: '开启 MFA 已逾期',
  regressed: '你的 MFA 设备不见了',
};

function summary({ step, users }: NudgeModel): Text {
  const [first, ...others] = users.toSorted((a, b) => a.deadline.at - b.deadline.at);
  if (first === undefined) return text`${TITLES[step]}`;
  const who =
    others.length === 0
      ? `${first.userName}（${first.account.alias ?? first.account.accountId}）`
      : `你的 ${users.length} 个阿里云用户`;
  const until = whenWithZone(first.deadline);
  switch (step) {
    case 'first':
      return text`${who}还没有开启 MFA，请在 ${until}前完成`;
    case 'reminder':
      return text`提醒：${who}仍未开启 MFA，请在 ${until}前完成`;
    case 'warning':
      return text`截止时间快到了：${who}请在 ${until}前开启 MFA`;
    case 'deadline':
      return text`最后一次通知：${who}请在 ${until}前开启 MFA`;
    case 'overdue':
      return text`已逾期：${who}开启 MFA 的截止时间是 ${until}`;
    case 'regressed':
      return text`${who}的 MFA 设备不见了，请在 ${until}前重新绑定`;
  }
}

/** Who writes, what is the matter, and what this step adds. */
export function opening(
  model: Pick<NudgeModel, 'step' | 'complete' | 'securityContact'>,
  risks: readonly Text[],
  canEnrol: boolean,
): readonly (Text | null)[] {
  const state =
    model.step === 'regressed'
      ? text`你登录阿里云控制台原来绑定过 MFA 设备，现在一个也没有了。`
      : text`你登录阿里云控制台时，除了密码${model.step === 'first' ? '还' : '仍然'}没有第二重验证（MFA）。`;
  return [GREETINGS[model.step], state, ...risks, ...urgency(model, canEnrol)];
}

const GREETINGS: Record<NudgeModel['step'], Text> = {
  first: text`你好，我是安全团队的 MFA 机器人。`,
  reminder: text`你好，又是我，安全团队的 MFA 机器人。`,
  warning: text`我是安全团队的 MFA 机器人，截止时间快到了。`,
  deadline: text`我是安全团队的 MFA 机器人，这是截止前的最后一次通知。`,
  overdue: text`我是安全团队的 MFA 机器人，截止时间已经过了。`,
  regressed: text`我是安全团队的 MFA 机器人。`,
};

function urgency(
  { step, complete, securityContact }: Pick<NudgeModel, 'step' | 'complete' | 'securityContact'>,
  canEnrol: boolean,
): readonly (Text | null)[] {
  const ifCanEnrol = (sentence: Text) => (canEnrol ? sentence : null);
  switch (step) {
    case 'first':
      return [ifCanEnrol(text`开启大约只要五分钟。`)];
    case 'reminder':
      return complete
        ? [text`之前的消息你可能没有收到，所以这里再完整地说一遍。`]
        : [ifCanEnrol(text`大约五分钟就能弄好。`)];
    case 'warning':
      return [text`从现在起，发给安全团队的日报会写上你的用户名，完成后就不再列出。`];
    case 'deadline':
      return [
        ifCanEnrol(text`请现在就花五分钟处理一下。`),
        text`如果有困难，今天就告诉 ${contactName(securityContact)}。`,
      ];
    case 'overdue':
      return [
        ifCanEnrol(text`现在补上还来得及，五分钟就好。`),
        text`管理员可能会设置成你下次登录时必须开启。`,
      ];
    case 'regressed':
      return [
        text`如果是你自己解绑的（比如换手机），请重新绑定。`,
        text`如果不是你解绑的，请马上告诉 ${contactName(securityContact)}：可能有别人在用你的账号。`,
      ];
  }
}

export const PASSWORD_IS_ENOUGH = text`没有它，谁拿到密码，谁就能以你的身份登录。`;

/** Why it matters: a missing device, and a device that anybody with the password could set up. */
function risk(enrollees: readonly NudgedUser[]): readonly Text[] {
  switch (pageOpensByItself(enrollees)) {
    case 'no':
      return [PASSWORD_IS_ENOUGH];
    case 'yes':
      return [
        text`这里已经要求开启 MFA，你下次登录时会被要求绑定设备。`,
        text`请抢在知道你密码的人之前，自己先绑定好。`,
      ];
    case 'some':
      return [
        PASSWORD_IS_ENOUGH,
        text`已要求开启 MFA 的用户（见下方）下次登录时会被要求绑定设备：请抢在知道你密码的人之前，自己先绑定好。`,
      ];
  }
}

const MISSING: Record<NudgedUser['reason'], string> = {
  no_device: '未绑定 MFA 设备',
  required_but_not_bound: '已要求开启 MFA，但还没有绑定设备',
};

/** The user, the account, what is missing and by when: side by side for one, a line each for several. */
function about({ step, users }: NudgeModel): Block | null {
  const [only, ...others] = users;
  if (only !== undefined && others.length === 0) {
    return facts([
      ['RAM 用户', [code(only.userName)]],
      ['账号', [accountTag(only.account)]],
      ['当前状态', text`${MISSING[only.reason]}`],
      [step === 'overdue' ? '原定截止时间' : '请在此之前完成', [bold(whenWithZone(only.deadline))]],
    ]);
  }
  const lines = users
    .slice(0, USERS_SHOWN_MAX)
    .map((user) =>
      joined(
        text`${code(user.userName)}，账号 ${accountTag(user.account)}：${MISSING[user.reason]}；`,
        text`${step === 'overdue' ? '原定截止时间' : '截止时间'} ${bold(whenWithZone(user.deadline))}。`,
        user.mayManageOwnDevice === false ? null : [link('登录页', user.signInUrl)],
      ),
    );
  return bullets(users.length > lines.length ? [...lines, andMore(users.length - lines.length)] : lines);
}

/** Steps that the console would refuse must not be sent. */
export function notAllowed(users: readonly UserLabel[], securityContact: string | null): readonly Block[] {
  return users
    .slice(0, USERS_SHOWN_MAX)
    .map((user) =>
      paragraph(
        text`账号 ${accountName(user.account)} 不允许用户自己绑定 MFA 设备，请联系 ${contactName(securityContact)}，和你一起为 ${userTag(user)} 绑定。`,
      ),
    );
}

function howTo(model: NudgeModel, enrollees: readonly NudgedUser[]): readonly Block[] {
  const guide = guideLink(model.site);
  return [
    paragraph([bold(model.complete ? '操作步骤' : '操作步骤（简版）')]),
    steps(model.complete ? fullSteps(enrollees) : shortSteps(enrollees)),
    note(
      PASSKEY_COUNTS,
      model.complete ? text`带截图的说明见${guide}。` : allStepsIn(guide),
      enrollees.some((user) => user.mayManageOwnDevice === null) ? ifRefused(model.securityContact) : null,
    ),
  ];
}

export const guideLink = (site: NudgeModel['site']) => link('阿里云官方文档', guideUrl(site, 'zh'));

export const allStepsIn = (guide: Inline) => text`完整步骤：输入 ${command('me')}，或查看${guide}。`;

/** Where it is not known whether users may bind a device themselves. */
export const ifRefused = (securityContact: string | null) =>
  text`如果控制台提示你没有权限，请联系 ${contactName(securityContact)}。`;

export const IS_IT_GENUINE: Text = [bold('怎么确认这条消息是真的？')];
export const NEVER_ASKS = text`这个机器人由你们的安全团队运行，绝不会向你要验证码、密码或二维码截图；这些也请不要发给任何人。`;

/** How to tell this from phishing without trusting it. */
export function genuine(securityContact: string | null): Block {
  return paragraph(
    IS_IT_GENUINE,
    NEVER_ASKS,
    text`你不必相信这条消息：不点上面的链接，按平时的方式打开控制台，如果「安全信息」里没有 MFA 设备，这条消息就是对的。也可以输入 ${command('me')} 查看自己的状态。`,
    text`有疑问请联系 ${contactName(securityContact)}。`,
  );
}
