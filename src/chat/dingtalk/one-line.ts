// Controls, line breaks, marks that reorder text and private characters: with them a name could forge a line of ours.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/** Any text as one line that can be sent. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, ' ');
}

/** At most `max` characters, the last one `…` where something was cut. */
export function cut(text: string, max: number): string {
  // A character is at most two UTF-16 units, so most texts need not be split.
  if (text.length <= max) return text;
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
