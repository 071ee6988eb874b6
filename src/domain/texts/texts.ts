import type { ChatName } from '../chats.ts';
import type { CodeMeaning } from '../code-meaning.ts';
import { LANGUAGES, type Language, type Message } from '../message.ts';
import { type PartName, partKind } from '../part.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { compose, flat, paragraph } from './compose.ts';
import { en } from './en/index.ts';
import { meaningInWords } from './layouts/in-words.ts';
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
export function unknownSender(first: Language): Message {
  const languages = [first, ...LANGUAGES.filter((language) => language !== first)];
  const said = languages.map((language) => chatWordsFor(language).unknownSender);
  return compose(
    first,
    said.map(({ summary }) => summary).join(' / '),
    said.map(({ text }) => paragraph(text)),
  );
}

/** What to do about a part that does not work, in English and without markup: for machines and terminals. */
export function partTodo(part: PartName, meaning: CodeMeaning | null): string {
  const kind = partKind(part);
  if (kind.kind === 'chat' && meaning !== null) return `${adviceOn(kind.chat, meaning)}.`;
  return flat(LANGUAGE_WORDS.en.parts.todo[kind.kind]);
}

/** For the terminal, as one English sentence without its full stop: what a chat's code means, and what to do. */
export function adviceOn(chat: ChatName, meaning: CodeMeaning): string {
  const { what: meant, todo } = meaningInWords({ ...en, language: 'en' }, { chat, meaning });
  const what = flat(meant);
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  if (todo === null) return sentence;
  const advice = flat(todo).replace(/\.$/, '');
  return `${sentence}: ${advice.charAt(0).toLowerCase()}${advice.slice(1)}`;
}
