import type { EnforceOutcome } from '../../enforcement.ts';
import { code, type Message, person, type Text, text } from '../../message.ts';
import type { EnforcedPostModel, RunFailedModel } from '../catalogue.ts';
import { bullets, compose, firstLines, heading, paragraph } from '../compose.ts';
import { accountName, command, userTag } from '../labels.ts';
import { andMore } from './words.ts';

const SHOWN_MAX = 20;

const OUTCOMES: Record<EnforcedPostModel['direction'], Record<EnforceOutcome, string>> = {
  enforce: {
    verified: '已设为必须开启 MFA（已回读核实）',
    differs: '已修改，但回读的结果与预期不符',
    failed: '失败，没有任何改动',
    unknown: '结果未知：没能回读',
  },
  unenforce: {
    verified: '已取消必须开启 MFA（已回读核实）',
    differs: '已修改，但回读的结果与预期不符',
    failed: '失败，没有任何改动',
    unknown: '结果未知：没能回读',
  },
};

export function enforcementOutcome(
  direction: EnforcedPostModel['direction'],
  outcome: EnforceOutcome,
): string {
  return OUTCOMES[direction][outcome];
}

/** Tells the security channel who did what. */
export function enforced({ direction, actorMemberId, results }: EnforcedPostModel): Message {
  const done = results.filter(({ outcome }) => outcome === 'verified').length;
  const what =
    direction === 'enforce'
      ? `让 ${results.length} 个用户必须开启 MFA`
      : `取消 ${results.length} 个用户的“必须开启 MFA”`;
  const howMany = done === results.length ? '' : `，成功 ${done} 个`;
  return compose('zh', text`管理员操作：${what}${howMany}`, [
    paragraph(text`${person(actorMemberId)} 操作：${what}${howMany}：`),
    bullets(
      firstLines(results, {
        max: SHOWN_MAX,
        line: ({ user, outcome }): Text => text`${userTag(user)}：${OUTCOMES[direction][outcome]}`,
        more: andMore,
      }),
    ),
    paragraph(
      direction === 'enforce'
        ? text`误操作？管理员可以逐个撤销：${command('unenforce <用户>')}。`
        : text`还没有绑定设备的用户会照常跟进。`,
    ),
  ]);
}

export function runFailed(model: RunFailedModel): Message {
  return compose('zh', text`今天的 MFA 检查失败：${auditedWhat(model)}（${model.code}）`, [
    heading(text`今天的 MFA 检查失败了`),
    paragraph(...failure(model)),
    paragraph(text`因此没有新的数字，也不会因此把任何人算作没问题。管理员可以重试：${command('audit')}。`),
  ]);
}

export function auditedWhat({ account }: RunFailedModel): string {
  return account === null ? '所有账号' : accountName(account);
}

export function failure(model: RunFailedModel): readonly Text[] {
  return [
    text`${auditedWhat(model)}：尝试 ${model.attempts} 次后仍为 ${code(model.code)}。`,
    text`返回信息：${code(model.message)}`,
  ];
}
