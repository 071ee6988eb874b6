import { contactLine } from '../contacts/resolve-contact.ts';
import { type ChatCode, chatCode, type Meanings } from '../domain/code-meaning.ts';
import { isPersonal } from '../domain/notice.ts';
import { isUnreachable } from '../domain/reach.ts';
import type { JudgedCase } from './judged-case.ts';
import { type CaseNow, eachAddressee } from './outlook.ts';

/** A case as it stands for one person, and for each of the others. */
export interface Reachable extends Pick<JudgedCase, 'contact' | 'notices' | 'refusal'> {
  readonly further: readonly Reachable[];
}

/** The case as it stands for the first who cannot be reached; null: everybody can. */
export function outOfReach<Case extends Reachable & { readonly further: readonly Case[] }>(
  one: Case,
): Case | null {
  return eachAddressee([one]).find(isOutOfReach) ?? null;
}

/** Nobody to write to, or the chat does not take messages to this person, for good or for now. */
function isOutOfReach({ contact, notices, refusal }: Reachable): boolean {
  return refusal !== null || isUnreachable(contactLine(contact), notices);
}

/** What the chat last said of this person; null: nothing of that kind. */
export function codeOf(
  { contact, notices, refusal }: Pick<CaseNow, 'contact' | 'notices' | 'refusal'>,
  meanings: Meanings,
): ChatCode | null {
  if (contact.kind === 'unreadable') return ofLookUp(chatCode(meanings, contact.chat, contact.code));
  if (contact.kind === 'unreachable') return contactLine(contact).because;
  if (refusal !== null) return chatCode(meanings, refusal.chat, refusal.code);
  const failed = notices.findLast((one) => one.state === 'failed' && isPersonal(one.audience));
  if (!failed || failed.chat === null) return null;
  const { chat, outcomeCode } = failed;
  return outcomeCode === null
    ? { chat, code: null, meaning: 'unknown' }
    : chatCode(meanings, chat, outcomeCode);
}

/** By looking nothing is done, whether or not an answer came. */
function ofLookUp(said: ChatCode): ChatCode {
  return said.meaning === 'vendor_failed' ? { ...said, meaning: 'vendor_busy' } : said;
}

/** The same of somebody who is out of reach: then the chat has said something. */
export function whyOutOfReach(outlook: Parameters<typeof codeOf>[0], meanings: Meanings): ChatCode {
  const said = codeOf(outlook, meanings);
  if (said === null) throw new Error('who is out of reach is so by what a chat has said');
  return said;
}
