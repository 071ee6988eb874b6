import type { LocalInstant } from '../../clock.ts';
import { type Message, type Text, text } from '../../message.ts';
import type { AuditResultModel, RunFailedModel } from '../catalogue.ts';
import { compose, firstLines, joined, paragraph, section, strong } from '../compose.ts';
import { assessedCount } from '../figures.ts';
import { accountTag, command } from '../labels.ts';
import { auditedWhat, failure } from './channel.ts';
import { andMore, incompleteText, plural, whenWithZone } from './words.ts';

const ACCOUNTS_SHOWN_MAX = 15;

export function auditStarted(): Message {
  return compose('en', text`The audit has started`, [
    paragraph(
      text`I am reading all accounts now and will tell you here when I am done. No report is posted for it.`,
    ),
  ]);
}

export function auditAlreadyRunning({ since }: { readonly since: LocalInstant }): Message {
  return compose('en', text`An audit is running already`, [
    paragraph(
      text`An audit is running already, since ${whenWithZone(since)}. See ${command('status')} in a moment.`,
    ),
  ]);
}

export function auditEnded({ counts, accounts, tookSeconds }: AuditResultModel): Message {
  const incomplete = accounts.filter((account) => !account.complete);
  const line =
    incomplete.length === accounts.length
      ? text`Audit ended: no account could be read completely`
      : text`${counts.compliant} of ${assessedCount(counts)} protected, ${counts.noncompliant} not, ${counts.unknown} unknown`;
  return compose('en', line, [
    paragraph(
      strong(line),
      text`(${plural(accounts.length - incomplete.length, 'complete account')}, ${plural(tookSeconds, 'second')})`,
    ),
    ...section(
      'Incomplete',
      firstLines(incomplete, { max: ACCOUNTS_SHOWN_MAX, line: incompleteLine, more: andMore }),
    ),
    paragraph(text`Details: ${command('status')}.`),
  ]);
}

function incompleteLine({ account, incomplete }: AuditResultModel['accounts'][number]): Text {
  return joined(text`${accountTag(account)}:`, incomplete === null ? null : incompleteText(incomplete));
}

export function auditFailed(model: RunFailedModel): Message {
  return compose('en', text`The audit failed: ${auditedWhat(model)} (${model.code})`, [
    paragraph(text`The audit failed.`, ...failure(model)),
    paragraph(
      text`Nothing was changed by it. Please look at the credentials, then try ${command('audit')} again.`,
    ),
  ]);
}
