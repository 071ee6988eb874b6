import type { CommandName } from '../../command.ts';
import { bold, code, type Message, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { CommandHelp } from '../catalogue.ts';
import { bullets, buttons, compose, firstLines, heading, paragraph } from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { CHECK_AGAIN } from './nudge.ts';
import { andMore } from './words.ts';

const SHOWN_MAX = 10;

const HELP = { label: '帮助', command: 'help' } as const;

const COMMANDS: Record<CommandName, string> = {
  me: '你自己的状态（现查），以及怎么开启 MFA',
  help: '本列表',
  status: '所有账号的情况，或现查某个用户，或查看某个名单',
  history: '对某个用户做过什么、谁做的',
  enforce: '让用户下次登录时必须开启 MFA；先列出名单，再让你确认',
  unenforce: '撤销本机器人设置的“必须开启 MFA”',
  audit: '立即检查所有账号',
  start: '放行暂缓的消息，或结束暂停；会先说明将发生什么',
  pause: '立即停止对个人的所有消息',
  preview: '给自己发一份消息样例',
  confirm: '确认刚才预览的操作',
  here: '本会话的 ID，填写配置时用',
};

export function help({ commands }: { readonly commands: readonly CommandHelp[] }): Message {
  return compose('zh', text`MFA 机器人能听懂的命令`, [
    heading(text`可以这样问我`),
    bullets(commands.map(({ usage, name }) => text`${command(usage)}：${COMMANDS[name]}`)),
    // Who can name no users need not know how.
    commands.some(({ usage }) => usage.includes('<user>'))
      ? paragraph(
          text`用户可以写 RAM 用户名，如 ${code('jane.doe')}；多个账号里有重名时写登录名称，如 ${code('jane.doe@corp.onaliyun.com')}。`,
        )
      : null,
  ]);
}

export function refused(): Message {
  return compose('zh', text`你在这里不能使用这个命令`, [
    paragraph(text`你在这里不能使用这个命令。能用的见 ${command('help')}。`),
  ]);
}

export function notHere(): Message {
  return compose('zh', text`这个命令请私聊我`, [
    paragraph(text`在这里回复，其他人也会看到，所以我不在这里回答。`, text`请私聊我，把同样的命令再发一次。`),
  ]);
}

export function here(model: {
  readonly conversationId: string;
  readonly variable: string;
  readonly isDirect: boolean;
}): Message {
  const { conversationId, variable, isDirect } = model;
  return compose('zh', text`本会话的 ID：${conversationId}`, [
    paragraph(text`本会话的 ID 是 ${code(conversationId)}。`),
    isDirect
      ? paragraph(
          text`不过这里是你和我的单聊，这个 ID 不要填到 ${code(variable)} 里。`,
          text`请到安全频道或安全群里输入 ${command('here')}，用那里回复的 ID。`,
        )
      : paragraph(text`要让发给安全团队的日报和通报发到这里，请把它填到 ${code(variable)}，然后重启机器人。`),
  ]);
}

export function unknownCommand(model: {
  readonly typed: string;
  readonly suggestion: CommandName | null;
}): Message {
  return compose('zh', text`我不认识这个命令`, [
    paragraph(
      text`我不认识 ${command(model.typed)}。`,
      model.suggestion === null ? null : text`你是想输入 ${command(model.suggestion)} 吗？`,
    ),
    buttons(HELP),
  ]);
}

export function usage(model: { readonly command: CommandName; readonly usage: string }): Message {
  return compose('zh', text`/mfa ${model.command} 的用法`, [
    paragraph(text`请这样写：${command(model.usage)}（${COMMANDS[model.command]}）。`),
    buttons(HELP),
  ]);
}

export function userNotFound(model: {
  readonly typed: string;
  readonly suggestions: readonly UserLabel[];
}): Message {
  const { typed, suggestions } = model;
  return compose('zh', text`没有 RAM 用户 ${typed}`, [
    paragraph(
      text`没有找到 RAM 用户 ${code(typed)}。`,
      suggestions.length === 0
        ? text`请检查拼写。今天新建的用户要等下一次检查后才认识（${command('audit')}）。`
        : text`你要找的是不是：`,
    ),
    bullets(suggestions.slice(0, SHOWN_MAX).map((user) => [userTag(user)])),
  ]);
}

export function userAmbiguous(model: {
  readonly typed: string;
  readonly candidates: readonly UserLabel[];
}): Message {
  const { typed, candidates } = model;
  return compose('zh', text`${typed} 有 ${candidates.length} 个，未做任何操作`, [
    paragraph(text`${code(typed)} 有 ${candidates.length} 个，未做任何操作。请改用登录名称：`),
    bullets(
      firstLines(candidates, {
        max: SHOWN_MAX,
        line: (user) => text`${userTag(user)}，账号 ${accountTag(user.account)}`,
        more: andMore,
      }),
    ),
  ]);
}

export function failed({ errorId }: { readonly errorId: string }): Message {
  return compose('zh', text`出错了（${errorId}）`, [
    paragraph(
      text`我这边出错了，执行到哪一步说不准。重试之前请先用 ${command('status')} 看一下。日志里可以按 ${code(errorId)} 查到详情。`,
    ),
  ]);
}

export function couldNotLook(): Message {
  return compose('zh', text`现在没能查到`, [
    paragraph(
      [bold('现在没能查到。')],
      text`查找你的 RAM 用户花的时间比平时长，所以现在说不出你的状态。这既不是好消息也不是坏消息，请一分钟后再试。`,
    ),
    buttons(CHECK_AGAIN),
  ]);
}

export function checkedRecently({ waitSeconds }: { readonly waitSeconds: number }): Message {
  return compose('zh', text`刚刚检查过，请 ${waitSeconds} 秒后再试`, [
    paragraph(text`刚刚检查过，请 ${waitSeconds} 秒后再试。`),
  ]);
}

const INVALID_CONFIRMATIONS = {
  unknown_code: '没有这个确认码。',
  expired: '这个确认码已过期。',
  used: '这个确认码已经用过了。',
  not_yours: '这个确认码是别人的，只有发起人自己能确认。',
} as const;

export function confirmationInvalid(model: { readonly reason: keyof typeof INVALID_CONFIRMATIONS }): Message {
  const reason = INVALID_CONFIRMATIONS[model.reason];
  return compose('zh', text`${reason}没有做任何操作。`, [
    paragraph(
      text`${reason}这次没有做任何操作。`,
      model.reason === 'used'
        ? text`要看结果，请用 ${command('status')}。`
        : text`请重新输入原来的命令，获取新的预览。`,
    ),
  ]);
}
