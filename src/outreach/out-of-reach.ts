import { contactLine } from '../contacts/resolve-contact.ts';
import { type ChatCode, chatCode, type Meanings } from '../domain/code-meaning.ts';
import { isUnreachable } from '../domain/reach.ts';
import type { CaseOutlook } from './outlook.ts';

/** Nobody to write to, or the chat does not take messages to this person, for good or for now. */
export function isOutOfReach({ contact, notices, refusal }: CaseOutlook): boolean {
  return refusal !== null || isUnreachable(contactLine(contact), notices);
}

/** What the chat last said of this person; null: nothing of that kind. */
export function codeOf({ contact, notices, refusal }: CaseOutlook, meanings: Meanings): ChatCode | null {
  if (contact.kind === 'unreadable') return chatCode(meanings, contact.chat, contact.code);
  if (refusal !== null) return chatCode(meanings, refusal.chat, refusal.code);
  const failed = notices.findLast((one) => one.state === 'failed' && one.audience === 'person');
  if (!failed || failed.chat === null || failed.outcomeCode === null) return null;
  return chatCode(meanings, failed.chat, failed.outcomeCode);
}
