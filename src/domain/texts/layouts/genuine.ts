import { type Block, bold } from '../../message.ts';
import { paragraph } from '../compose.ts';
import type { Words } from '../words.ts';
import { contactName } from './in-words.ts';

/** How to tell this from phishing without trusting it. */
export function genuine(words: Words, securityContact: string | null): Block {
  const { nudge: w } = words;
  const contact = contactName(words, securityContact);
  return paragraph(bold(w.isItGenuine), w.neverAsks, w.needNotTrust, w.questions(contact));
}
