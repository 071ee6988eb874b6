import type { Language } from '../message.ts';
import type { en } from './en/index.ts';

/** What every language says: English is the pattern, and what another leaves out does not compile. */
export type LanguageWords = typeof en;

/** The words a message is laid out with. */
export type Words = LanguageWords & { readonly language: Language };
