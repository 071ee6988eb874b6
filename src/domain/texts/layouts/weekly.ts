import { assessedCount } from '../../digest.ts';
import type { Message, Text } from '../../message.ts';
import type { TargetProgress } from '../../weekly.ts';
import { compose, heading, joined, note, paragraph, type Sentence, section } from '../compose.ts';
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import type { DigestModel } from './digest.ts';
import { messagingText } from './in-words.ts';

export interface WeeklyModel
  extends Pick<
    DigestModel,
    | 'date'
    | 'anyComplete'
    | 'accounts'
    | 'totals'
    | 'compliantPercent'
    | 'messaging'
    | 'told'
    | 'overdueCount'
    | 'unmapped'
    | 'ambiguous'
    | 'unreachable'
    | 'disputed'
    | 'notNeeded'
  > {
  readonly target: TargetProgress;
  /** A week ago, or the last day before that on which it was known; null: it was not. */
  readonly before: { readonly date: string; readonly percent: number } | null;
  /** Devices bound in seven days by whoever was followed up. */
  readonly enrolled: number;
  readonly exempt: number;
}

/** For whoever answers for it: how far it is to the target, and what is in the way. */
export function weekly(words: Words, model: WeeklyModel): Message {
  const { weekly: w, digest } = words;
  return compose(words.language, joined(w.summary(model.date), short(words, model)), [
    heading(w.title(model.date)),
    ...progress(words, model),
    ...section(w.blocks, blocks(words, model)),
    note(digest.percentRule),
  ]);
}

function short({ weekly: w, digest, grammar }: Words, model: WeeklyModel): Sentence {
  const { anyComplete, compliantPercent: percent, target } = model;
  if (!anyComplete) return digest.summaryNoAudit;
  if (percent === null) return digest.summaryNobody;
  return w.ofTarget(grammar.percent(percent), target.targetPercent);
}

function progress(words: Words, model: WeeklyModel) {
  const { weekly: w, digest, grammar } = words;
  const { anyComplete, totals, compliantPercent: percent, before, enrolled, accounts, target } = model;
  if (!anyComplete) return [paragraph(digest.noAudit)];
  if (percent === null) return [paragraph(digest.nobody)];
  const complete = accounts.filter((account) => account.complete).length;
  return [
    paragraph(
      digest.protected(totals.compliant, assessedCount(totals), grammar.percent(percent)),
      target.missing === 0
        ? w.reached(target.targetPercent)
        : w.missing(target.targetPercent, target.missing),
      complete < accounts.length ? digest.someComplete(complete, accounts.length) : null,
    ),
    paragraph(
      before === null
        ? w.nothingBefore
        : w.before(grammar.date(before.date), grammar.percent(before.percent)),
      w.enrolled(enrolled),
    ),
  ];
}

/** What an admin can do something about first; then those whose time is running. */
function blocks(words: Words, model: WeeklyModel): readonly (Sentence | null)[] {
  const { weekly: w, digest, status, grammar } = words;
  const { lists } = status;
  const held = model.accounts.reduce((sum, account) => sum + (account.held?.wouldMessage ?? 0), 0);
  const line = (what: Sentence, count: number, list: string | null): Text | null =>
    count === 0
      ? null
      : joined(w.line(what, count), list === null ? null : joined(grammar.colon, command(`status ${list}`)));
  return [
    model.messaging.kind === 'on' ? null : digest.messages(messagingText(words, model.messaging)),
    line(lists.held.title, held, 'held'),
    line(lists.overdue.title, model.overdueCount, 'overdue'),
    line(lists.unmapped.title, model.unmapped.length, 'unmapped'),
    line(digest.ambiguous, model.ambiguous.length, 'unmapped'),
    line(lists.unreachable.title, model.unreachable.length, 'unreachable'),
    line(lists.disputed.title, model.disputed.length, 'disputed'),
    line(lists.unknown.title, model.totals.unknown, 'unknown'),
    line(w.notNeeded, model.notNeeded, 'unused'),
    line(lists.exempt.title, model.exempt, 'exempt'),
    line(w.inTime, Math.max(0, model.told - model.overdueCount), null),
  ];
}
