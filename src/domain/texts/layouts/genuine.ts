import type { Block } from '../../message.ts';
import { paragraph } from '../compose.ts';
import type { Words } from '../words.ts';
import { contactName } from './in-words.ts';

/** How to tell this from phishing without trusting it, and whom to ask. */
export function genuine(words: Words, securityContact: string | null): Block {
  return paragraph(words.nudge.genuine(contactName(words, securityContact)));
}
