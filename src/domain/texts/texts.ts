import type { Language } from '../message.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

const CATALOGUES: Record<Language, Catalogue> = { en, zh };

/** Every sentence of the bot, in one language. */
export function textsFor(language: Language): Catalogue {
  return CATALOGUES[language];
}
