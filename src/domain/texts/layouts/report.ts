import type { ChatCode } from '../../code-meaning.ts';
import { code, type Message } from '../../message.ts';
import type { ReportRefusal } from '../../report.ts';
import { compose, note, paragraph } from '../compose.ts';
import type { Words } from '../words.ts';
import { meaningInWords } from './in-words.ts';

interface ReportSentModel {
  readonly month: string;
  readonly to: 'person' | 'channel';
  readonly audits: number;
  readonly incompleteAudits: number;
}

interface ReportNotSentModel extends ChatCode {
  readonly month: string;
  readonly mayHaveArrived: boolean;
  /** What the chat must grant for files. */
  readonly permission: string;
}

export function reportSent(words: Words, model: ReportSentModel): Message {
  const w = words.replies.report;
  return compose(words.language, w.sentSummary(model.month), [
    paragraph(w.sent[model.to], w.holds(model.audits, model.incompleteAudits)),
    note(w.keep),
  ]);
}

export function reportNotSent(words: Words, model: ReportNotSentModel): Message {
  const w = words.replies.report;
  const { month, permission, code: vendorCode, meaning, mayHaveArrived } = model;
  const { what, todo } = meaningInWords(words, model);
  return compose(words.language, w.notSentSummary(month, vendorCode ?? ''), [
    paragraph(
      w.notSent(code(vendorCode ?? ''), what),
      meaning === 'scope_missing' ? w.grant(code(permission)) : todo,
      mayHaveArrived ? w.mayHaveArrived : null,
      w.otherwise,
    ),
  ]);
}

export function reportRefused(words: Words, { reason }: { readonly reason: ReportRefusal }): Message {
  const w = words.replies.report;
  const why = w.refusals[reason];
  const isMakeable = reason === 'too_large' || reason === 'disk';
  return compose(words.language, why, [paragraph(why, isMakeable ? w.otherwise : null)]);
}
