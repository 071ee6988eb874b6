import type { LocalInstant } from '../../clock.ts';
import { type Message, type Text, text } from '../../message.ts';
import type { AuditResultModel, RunFailedModel } from '../catalogue.ts';
import { compose, firstLines, joined, paragraph, section, strong } from '../compose.ts';
import { assessedCount } from '../figures.ts';
import { accountTag, command } from '../labels.ts';
import { auditedWhat, failure } from './channel.ts';
import { andMore, incompleteText, whenWithZone } from './words.ts';

const ACCOUNTS_SHOWN_MAX = 15;

export function auditStarted(): Message {
  return compose('zh', text`检查已开始`, [
    paragraph(text`我正在读取所有账号，完成后在这里告诉你。这次不会发日报。`),
  ]);
}

export function auditAlreadyRunning({ since }: { readonly since: LocalInstant }): Message {
  return compose('zh', text`已有检查正在进行`, [
    paragraph(
      text`已有检查正在进行，开始于 ${whenWithZone(since)}。请稍后用 ${command('status')} 查看结果。`,
    ),
  ]);
}

export function auditEnded({ counts, accounts, tookSeconds }: AuditResultModel): Message {
  const incomplete = accounts.filter((account) => !account.complete);
  const line =
    incomplete.length === accounts.length
      ? text`检查结束：没有一个账号读取完整`
      : text`${assessedCount(counts)} 个用户中，已保护 ${counts.compliant} 个、未保护 ${counts.noncompliant} 个、状态未知 ${counts.unknown} 个`;
  return compose('zh', line, [
    paragraph(
      strong(line),
      text`（读取完整的账号 ${accounts.length - incomplete.length} 个，用时 ${tookSeconds} 秒）`,
    ),
    ...section(
      '未读完整',
      firstLines(incomplete, { max: ACCOUNTS_SHOWN_MAX, line: incompleteLine, more: andMore }),
    ),
    paragraph(text`详情：${command('status')}。`),
  ]);
}

function incompleteLine({ account, incomplete }: AuditResultModel['accounts'][number]): Text {
  return joined(text`${accountTag(account)}：`, incomplete === null ? null : incompleteText(incomplete));
}

export function auditFailed(model: RunFailedModel): Message {
  return compose('zh', text`检查失败：${auditedWhat(model)}（${model.code}）`, [
    paragraph(text`检查失败。`, ...failure(model)),
    paragraph(text`这次检查没有改动任何东西。请检查凭证，然后再试 ${command('audit')}。`),
  ]);
}
