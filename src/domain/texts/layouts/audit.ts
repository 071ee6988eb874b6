import type { LocalInstant } from '../../clock.ts';
import { assessedCount, type Counts } from '../../digest.ts';
import type { Message, Text } from '../../message.ts';
import { compose, firstLines, joined, paragraph, section, strong } from '../compose.ts';
import type { Words } from '../words.ts';
import type { DigestAccount } from './digest.ts';
import { accountTag, incompleteText } from './in-words.ts';
import { auditedWhat, failure, type RunFailedModel } from './run-failure.ts';

interface AuditResultModel {
  readonly counts: Counts;
  readonly accounts: readonly Pick<DigestAccount, 'account' | 'complete' | 'incomplete'>[];
  readonly tookSeconds: number;
}

const ACCOUNTS_SHOWN_MAX = 15;

export function auditStarted(words: Words): Message {
  const w = words.replies.audit;
  return compose(words.language, w.startedSummary, [paragraph(w.started)]);
}

export function auditAlreadyRunning(words: Words, { since }: { readonly since: LocalInstant }): Message {
  const w = words.replies.audit;
  return compose(words.language, w.runningSummary, [paragraph(w.running(words.grammar.whenWithZone(since)))]);
}

export function auditEnded(words: Words, { counts, accounts, tookSeconds }: AuditResultModel): Message {
  const { grammar, replies } = words;
  const w = replies.audit;
  const incomplete = accounts.filter((account) => !account.complete);
  const complete = accounts.length - incomplete.length;
  const line = complete === 0 ? w.nothingComplete : w.ended(counts, assessedCount(counts));
  return compose(words.language, line, [
    paragraph(strong(line), w.took(complete, tookSeconds)),
    ...section(
      w.incomplete,
      firstLines(grammar, incomplete, {
        max: ACCOUNTS_SHOWN_MAX,
        line: (account) => incompleteLine(words, account),
      }),
    ),
    paragraph(w.details),
  ]);
}

function incompleteLine(words: Words, { account, incomplete }: AuditResultModel['accounts'][number]): Text {
  const why = incomplete === null ? null : incompleteText(words, incomplete);
  return joined(accountTag(words, account), words.grammar.colon, why);
}

export function auditFailed(words: Words, model: RunFailedModel): Message {
  const w = words.replies.audit;
  return compose(words.language, w.failedSummary(auditedWhat(words, model), model.code), [
    paragraph(w.failed, ...failure(words, model)),
    paragraph(w.afterFailure),
  ]);
}
