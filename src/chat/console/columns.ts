import stringWidth from 'string-width';

/** The text with spaces up to that many columns of a terminal. */
export function column(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
