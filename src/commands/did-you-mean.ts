import { distance } from 'fastest-levenshtein';
import type { Message } from '../domain/message.ts';
import type { CommandCall } from './command.ts';
import type { UserSearch } from './find-user.ts';

const DISTANCE_MAX = 2;

/** The word that was probably meant; null: none is near. */
export function nearestWord<Word extends string>(typed: string, words: readonly Word[]): Word | null {
  const lower = typed.toLowerCase();
  const nearest = words.toSorted((one, other) => distance(one, lower) - distance(other, lower))[0];
  return nearest !== undefined && distance(nearest, lower) <= DISTANCE_MAX ? nearest : null;
}

/** The answer to a name that is nobody's, where it may be a mistyped word of the command instead. */
export function orWord(
  call: CommandCall,
  search: Extract<UserSearch, { kind: 'answer' }>,
  meant: { readonly typed: string; readonly command: string; readonly words: readonly string[] },
): Message {
  const { typed, command } = meant;
  const word = nearestWord(typed, meant.words);
  if (word === null || search.suggestions === null) return search.message;
  const { suggestions } = search;
  return call.texts.reply.userNotFound({ typed, suggestions, command: `${command} ${word}` });
}
