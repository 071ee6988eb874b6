// Controls, line breaks, zero-width and direction marks, private and half characters: with them a name could forge a line of
// ours, or reorder it.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** Any text as one line that can be sent and shown. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** At most `max` characters, the last one `…` where something was cut. */
export function cut(text: string, max: number): string {
  // A character is at most two UTF-16 units, so most texts need not be split.
  if (text.length <= max) return text;
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
