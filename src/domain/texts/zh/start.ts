import type { LocalInstant } from '../../clock.ts';
import type { StartRefusal } from '../../hold.ts';
import { type Block, bold, code, type Message, person, type Text, text } from '../../message.ts';
import type { AccountLabel } from '../../ram-user.ts';
import type { StartPreviewModel, StartResultModel } from '../catalogue.ts';
import {
  bullets,
  buttons,
  compose,
  DIVIDER,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
} from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { andMore, HOLD_REASONS, when, whenWithZone } from './words.ts';

const SHOWN_MAX = 15;

export function startPreview(model: StartPreviewModel): Message {
  const { confirmation, notReleasable, pausedSince } = model;
  return compose('zh', text`还没有执行任何操作，请查看并确认`, [
    heading(text`${model.pilot === null ? '启动预览' : '试点预览'}`),
    paragraph([bold('还没有执行任何操作。')], text`请先看数字和消息内容，再确认。`),
    pausedSince === null
      ? null
      : paragraph(
          text`自 ${when(pausedSince)} 起的暂停将结束，所有截止时间顺延相应天数，每个人至少还有 48 小时。`,
        ),
    model.pilot === null ? null : pilot(model.pilot),
    bullets(firstLines(model.accounts, { max: SHOWN_MAX, line: accountLine, more: andMore })),
    notReleasable.length === 0
      ? null
      : paragraph(
          text`${bold('不会放行')}（从未读取完整）：`,
          listed(notReleasable.map(accountTag), { max: SHOWN_MAX, separator: '、', more: andMore }),
          ['。'],
        ),
    paragraph(
      text`每天最多发 ${model.maxFirstPerDay} 条首次通知。每条消息发出前都会再查一次对方的状态，而且只在对方的工作时间发送。`,
    ),
    ...sample(model.sample),
    buttons({ label: '启动', command: `confirm ${confirmation.code}`, style: 'primary' }),
    note(
      text`也可以输入 ${command(`confirm ${confirmation.code}`)}。只能由你使用一次，${confirmation.validMinutes} 分钟内有效。随时可以停止：${command('pause')}。`,
    ),
  ]);
}

function pilot({ users, wouldMessage }: NonNullable<StartPreviewModel['pilot']>): Block {
  return paragraph(
    text`只放行 ${users.length} 个用户：`,
    listed(users.map(userTag), { max: SHOWN_MAX, separator: '、', more: andMore }),
    ['。'],
    text`将通知 ${wouldMessage} 人，其他人继续暂缓。`,
  );
}

function accountLine(account: StartPreviewModel['accounts'][number]): Text {
  const { wouldMessage, notReached, openCases } = account;
  return joined(
    text`${accountTag(account.account)}：未开启 MFA 的用户 ${openCases} 个，将通知 ${wouldMessage} 人`,
    notReached === 0 ? ['。'] : text`，${notReached} 个用户在聊天里联系不上。`,
    text`自 ${when(account.since)} 起暂缓（${HOLD_REASONS[account.reason]}）${account.reason === 'mass_change' ? '：' : '。'}`,
    account.reason === 'mass_change' ? changes(account) : null,
  );
}

/** What one run wanted to change at once. */
function changes({ opened, closed, absent }: StartPreviewModel['accounts'][number]): Text {
  return joined(
    text`新增 ${opened} 个，结束 ${closed} 个，`,
    absent > 0
      ? text`${bold(`${absent} 个已不在用户列表中，启动时结束跟进`)}。`
      : text`没有从用户列表中消失的。`,
  );
}

/** The real message, without its buttons: they would be about the admin. */
function sample(message: Message | null): readonly Block[] {
  if (message === null) return [paragraph(text`现在没有人会收到消息，所以没有样例可看。`)];
  return [
    DIVIDER,
    paragraph([bold('第一位收件人将看到的消息：')]),
    ...message.blocks.filter((block) => block.kind !== 'buttons'),
    DIVIDER,
  ];
}

export function started(model: StartResultModel): Message {
  const { releasedAccounts, releasedUsers, pauseEnded, closedAbsent, messagingOff } = model;
  const names = [...releasedAccounts.map(accountTag), ...releasedUsers.map(userTag)];
  const lines = [
    names.length === 0
      ? null
      : joined(text`已放行：`, listed(names, { max: SHOWN_MAX, separator: '、', more: andMore }), ['。']),
    pauseEnded ? text`暂停已结束。` : null,
    closedAbsent > 0 ? text`${closedAbsent} 个用户已不存在，已结束跟进。` : null,
  ];
  return compose('zh', text`${messagingOff ? '已启动，但消息处于关闭状态' : '已启动'}`, [
    paragraph([bold('已启动。')], ...lines),
    paragraph(
      messagingOff
        ? text`${bold('不会给任何人发消息：')}${code('MESSAGING=off')} 优先。要发送，请改为 ${code('on')} 并重启。`
        : text`到期的消息会在几分钟内、在每个人的工作时间里发出。要停止：${command('pause')}。`,
    ),
  ]);
}

const REFUSALS: Record<StartRefusal, { readonly why: string; readonly instead: Text }> = {
  security_contact_missing: {
    why: '收到消息的人不知道该联系谁',
    instead: text`请设置 ${code('SECURITY_CONTACT')} 并重启。`,
  },
  nothing_held: {
    why: '没有暂缓的账号，也没有暂停',
    instead: text`不用做什么，到期的消息会自动发出。`,
  },
  pilot_during_pause: {
    why: '暂停期间不能单独放行用户',
    instead: text`请先用 ${command('start')} 结束暂停。`,
  },
  pilot_nobody_held: {
    why: '这些用户都没有被暂缓',
    instead: text`暂缓名单：${command('status held')}。`,
  },
  never_complete: {
    why: '这些账号从未读取完整',
    instead: text`请用 ${command('status')} 看缺什么，处理好后再 ${command('audit')}。`,
  },
};

export function startRefused(model: {
  readonly reason: StartRefusal;
  readonly accounts: readonly AccountLabel[];
}): Message {
  const { why, instead } = REFUSALS[model.reason];
  return compose('zh', text`没有启动：${why}`, [
    paragraph(
      text`${bold('没有启动：')}${why}`,
      model.accounts.length === 0
        ? null
        : joined(
            ['：'],
            listed(model.accounts.map(accountTag), { max: SHOWN_MAX, separator: '、', more: andMore }),
          ),
      ['。'],
      instead,
    ),
  ]);
}

export function paused({
  since,
  already,
}: {
  readonly since: LocalInstant;
  readonly already: boolean;
}): Message {
  const line = already ? '消息之前已经暂停' : '消息已暂停';
  return compose('zh', text`${line}，不会给任何人发消息`, [
    paragraph(
      text`${bold(`${line}。`)}自 ${whenWithZone(since)}起不再给任何人发消息，所有截止时间顺延。`,
      text`检查、日报和命令照常。要恢复消息：${command('start')}。`,
    ),
  ]);
}

export function previewSent({ memberId }: { readonly memberId: string }): Message {
  return compose('zh', text`样例正在发给你`, [
    paragraph(text`我已把样例私信发给 ${person(memberId)}。样例里的用户是虚构的，其他人不会收到。`),
  ]);
}

export function previewFailed({ code: chatCode }: { readonly code: string }): Message {
  return compose('zh', text`样例没能发出（${chatCode}）`, [
    paragraph(
      text`样例没能发出，聊天工具返回 ${code(chatCode)}。`,
      text`给别人发消息很可能也会这样。请在机器人所在的机器上运行 ${code('npm run doctor')}，它会指出缺什么。`,
    ),
  ]);
}
