import { CHATS, type ChatName } from '../chats.ts';
import { type CodeMeaning, type Meanings, meaningInPart } from '../code-meaning.ts';
import type { Told } from '../contact.ts';
import { LANGUAGES, type Language, type Message } from '../message.ts';
import { type PartName, partKind } from '../part.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { capitalized, compose, flat, paragraph } from './compose.ts';
import { en } from './en/index.ts';
import { meaningInWords, toldText } from './layouts/in-words.ts';
import { partAdvice } from './layouts/part-lines.ts';
import type { LanguageWords } from './words.ts';
import { zh } from './zh/index.ts';

const LANGUAGE_WORDS: Readonly<Record<Language, LanguageWords>> = { en, zh };

/** Every message of the bot, in one language. */
export function textsFor(language: Language): Catalogue {
  return catalogueOf({ ...LANGUAGE_WORDS[language], language });
}

/** What a chat's renderer says by itself, in the language of the message. */
export function chatWordsFor(language: Language): LanguageWords['chat'] {
  return LANGUAGE_WORDS[language].chat;
}

/** Who is not known has no language either: it is said in all of them, the chat's own first. */
export function unknownSender(chat: ChatName): Message {
  const { defaultLanguage: first } = CHATS[chat];
  const languages = [first, ...LANGUAGES.filter((language) => language !== first)];
  const said = languages.map((language) => {
    const { chat: words, vocabulary } = LANGUAGE_WORDS[language];
    const { summary, text } = words.unknownSender;
    return { summary, text: text(vocabulary.chatName(chat)) };
  });
  return compose(
    first,
    said.map(({ summary }) => summary).join(' / '),
    said.map(({ text }) => paragraph(text)),
  );
}

/** What to do about a part that does not work, in English and without markup: for machines and terminals. */
export function partTodo(part: PartName, code: string, meanings: Meanings): string {
  const kind = partKind(part);
  const meaning = meaningInPart(meanings, part, code);
  if (kind.kind === 'chat' && meaning !== null) return `${adviceOn(kind.chat, meaning)}.`;
  return flat(partAdvice(en, kind.kind, code));
}

/** For the terminal, as one English sentence without its full stop: what a chat's code means, and what to do. */
export function adviceOn(chat: ChatName, meaning: CodeMeaning): string {
  const { what: meant, todo } = meaningInWords({ ...en, language: 'en' }, { chat, meaning });
  const sentence = flat(capitalized(meant));
  if (todo === null) return sentence;
  const advice = flat(todo).replace(/\.$/, '');
  return `${sentence}: ${advice.charAt(0).toLowerCase()}${advice.slice(1)}`;
}

/** For the terminal, in English: who would be written to. */
export const toldInWords = (told: Told): string => flat(toldText({ ...en, language: 'en' }, told));

/** For files, in English: what codes mean that a chat never shows as such. */
export const CODES_IN_WORDS = {
  activities: en.status.activities,
  holdReasons: en.vocabulary.holdReasons,
  incompleteReasons: en.vocabulary.incompleteReasons,
};
