import { COMMAND_NAMES, type CommandName } from '../domain/command.ts';
import { nearestWord } from './did-you-mean.ts';

export type ParsedCommand =
  | { readonly kind: 'command'; readonly name: CommandName; readonly args: readonly string[] }
  /** `suggestion`: what was probably meant, with the words behind it. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly suggestion: string | null };

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
  const meant = nearestWord(typed, COMMAND_NAMES);
  return { kind: 'unknown', typed: first, suggestion: meant === null ? null : [meant, ...args].join(' ') };
}
