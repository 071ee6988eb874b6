import { distance } from 'fastest-levenshtein';
import { COMMAND_NAMES, type CommandName } from '../domain/command.ts';

export type ParsedCommand =
  | { readonly kind: 'command'; readonly name: CommandName; readonly args: readonly string[] }
  | { readonly kind: 'unknown'; readonly typed: string; readonly suggestion: CommandName | null };

const DISTANCE_MAX = 2;

/** One grammar for every chat: words between spaces, the first names the command; nothing typed means `me`. */
export function parseCommand(words: string): ParsedCommand {
  // NFKC: a Chinese keyboard types full-width letters and spaces.
  const [first, ...args] = words
    .normalize('NFKC')
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (first === undefined) return { kind: 'command', name: 'me', args: [] };
  const typed = first.toLowerCase();
  const name = COMMAND_NAMES.find((known) => known === typed);
  if (name !== undefined) return { kind: 'command', name, args };
  const closest = COMMAND_NAMES.toSorted((a, b) => distance(a, typed) - distance(b, typed))[0];
  const isClose = closest !== undefined && distance(closest, typed) <= DISTANCE_MAX;
  return { kind: 'unknown', typed: first, suggestion: isClose ? closest : null };
}
