import type { Language } from '../message.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { en } from './en/index.ts';
import type { LanguageWords } from './words.ts';
import { zh } from './zh/index.ts';

const LANGUAGE_WORDS: Readonly<Record<Language, LanguageWords>> = { en, zh };

/** Every message of the bot, in one language. */
export function textsFor(language: Language): Catalogue {
  return catalogueOf({ ...LANGUAGE_WORDS[language], language });
}
