// The mention of the bot, which some clients leave in the text. One word: more could be what somebody says about a command.
const MENTION_IN_FRONT = /^@\S*?(?=\/mfa(?:\s|$))|^@\S+\s+/i;
const MENTION_AT_END = /\s@\S+$/;
const COMMAND = /^\/?mfa(?:\s+(.*))?$/is;

/** What stands behind `/mfa`; null where it is none of the bot's commands. */
export function commandWords(text: string, place: 'direct' | 'group'): string | null {
  // NFKC: a Chinese keyboard types full-width letters, slashes and spaces.
  const written = text.normalize('NFKC').trim();
  const meant = place === 'group' ? withoutMention(written) : written;
  const [whole, words = ''] = COMMAND.exec(meant) ?? [];
  return whole === undefined ? null : words.trim();
}

function withoutMention(text: string): string {
  return text.replace(text.startsWith('@') ? MENTION_IN_FRONT : MENTION_AT_END, '');
}
