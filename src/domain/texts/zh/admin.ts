import type { EnforceOutcome } from '../../enforcement.ts';
import { code, type Inline, type Message, type Text, text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import type { EnforcePreviewModel, RunFailedModel } from '../catalogue.ts';
import { compose, heading, joined, paragraph } from '../compose.ts';
import { command, userTag } from '../labels.ts';
import { dateText } from '../local-time.ts';
import { auditedWhat, failure } from './channel.ts';

export function runFailed(model: RunFailedModel): Message {
  return compose('zh', text`MFA 检查需要你处理：${auditedWhat(model)}（${model.code}）`, [
    heading(text`MFA 检查自己恢复不了，需要你处理`),
    paragraph(...failure(model)),
    paragraph(
      text`看起来是凭证或权限出了问题。请在机器人所在的机器上运行 ${code('npm run doctor')}，它会指出缺什么；然后用 ${command('audit')} 重试。`,
    ),
  ]);
}

export function deliveryUnknown(model: {
  readonly what: 'digest' | 'post';
  readonly channelId: string;
  readonly date: string;
}): Message {
  const what = model.what === 'digest' ? '日报' : '通报';
  return compose('zh', text`${model.date} 的 MFA ${what}不确定是否发出`, [
    paragraph(
      text`${dateText(model.date, 'zh')}的 MFA ${what}是否已发到频道 ${code(model.channelId)}，我没能查清。为了不重复打扰，我不会再发一次。`,
    ),
    paragraph(
      text`请到频道里看一眼。`,
      model.what === 'digest'
        ? text`如果没有，用 ${command('status')} 可以看到同样的数字。`
        : text`如果没有，请你在频道里说一声。`,
    ),
  ]);
}

export function channelUnavailable(model: { readonly channelId: string; readonly code: string }): Message {
  return compose('zh', text`无法在安全频道里发消息（${model.code}）`, [
    paragraph(
      text`我没法在安全频道 ${code(model.channelId)} 里发消息：${code(model.code)}。发给个人的消息照常；日报先等着，我每小时再试一次。`,
    ),
    paragraph(
      text`请把我加进这个频道，或者改正配置里的频道 ID（在频道里输入 ${command('here')} 就能看到）后重启。`,
    ),
  ]);
}

type Direction = EnforcePreviewModel['direction'];

const TITLES: Record<Direction, string> = {
  enforce: '设为必须开启 MFA 时被中断了',
  unenforce: '取消“必须开启 MFA”时被中断了',
};

const IN_EFFECT: Record<Direction, string> = {
  enforce: '已生效，现在必须开启 MFA',
  unenforce: '已生效，不再要求开启 MFA',
};

const NOT_IN_EFFECT: Record<Exclude<EnforceOutcome, 'verified'>, string> = {
  differs: '回读的结果与预期不符',
  failed: '设置没有生效，没有任何改动',
  unknown: '没能回读设置',
};

export function enforcementInterrupted(model: {
  readonly direction: Direction;
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}): Message {
  const { direction, user, outcome } = model;
  const result = outcome === 'verified' ? IN_EFFECT[direction] : NOT_IN_EFFECT[outcome];
  return compose('zh', joined(doing(direction, user.userName), text`时被中断：${result}`), [
    heading(text`${TITLES[direction]}`),
    paragraph(
      joined(text`我在`, doing(direction, userTag(user)), text`时被中断了。`),
      text`之后我只回读了设置，没有再次修改。`,
      text`结果：${result}。`,
    ),
    paragraph(
      outcome === 'verified'
        ? text`不用再做什么。`
        : text`请用 ${command(`status ${user.logonName}`)} 看当前状态；如果仍然需要，请重新执行 ${command(`${direction} ${user.logonName}`)}。`,
    ),
  ]);
}

function doing(direction: Direction, user: Inline): Text {
  return direction === 'enforce' ? text`把 ${user} 设为必须开启 MFA` : text`取消 ${user} 的“必须开启 MFA”`;
}
