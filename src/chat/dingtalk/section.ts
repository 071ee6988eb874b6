/** A block as Markdown: lines of which the last can be left out, or what stays before anything else does. */
export interface Section {
  readonly lines: readonly string[];
  readonly isKept: boolean;
}

export const LIST_ITEM = /^(?:- |\d+\. )/;

export const PARAGRAPH_GAP = '\n\n';
const ITEM_GAP = '\n';

/** Some clients see a list only behind a blank line. */
export function sectionText({ lines }: Section): string {
  let text = '';
  let wasItem = false;
  for (const line of lines) {
    const isItem = LIST_ITEM.test(line);
    if (text !== '') text += wasItem && isItem ? ITEM_GAP : PARAGRAPH_GAP;
    text += line;
    wasItem = isItem;
  }
  return text;
}
