import { code, type Message, text } from '../../message.ts';
import type { EnforceOutcome, RunFailedModel, UserLabel } from '../catalogue.ts';
import { compose, heading, paragraph } from '../compose.ts';
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

const INTERRUPTED: Record<EnforceOutcome, string> = {
  verified: '设置已生效',
  differs: '回读的结果与预期不符',
  failed: '设置没有生效，没有任何改动',
  unknown: '没能回读设置',
};

export function enforcementInterrupted(model: {
  readonly user: UserLabel;
  readonly outcome: EnforceOutcome;
}): Message {
  const { user, outcome } = model;
  return compose('zh', text`修改 ${user.userName} 的 MFA 要求时被中断：${INTERRUPTED[outcome]}`, [
    heading(text`执行强制时被中断了`),
    paragraph(
      text`修改 ${userTag(user)} 是否必须开启 MFA 的过程中，我被中断了。之后我只回读了设置，没有再次修改。`,
      text`结果：${INTERRUPTED[outcome]}。`,
    ),
    paragraph(
      outcome === 'verified'
        ? text`不用再做什么。`
        : text`请用 ${command(`status ${user.logonName}`)} 看当前状态，如果仍然需要，再执行一次。`,
    ),
  ]);
}
