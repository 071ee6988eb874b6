import stringWidth from 'string-width';

// What a line may break beside, without a space.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\p{Emoji_Presentation}]/u;
// A line does not begin with what closes, nor end with what opens.
const CLOSES = /^[，。、：；！？）」』”’…,.:;!?)\]]/u;
const OPENS = /[（「『“‘([]$/u;

/** With spaces up to that width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Lines no wider than `width`, broken at spaces and between Chinese characters; the later ones start with `indent`. */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    const isFirst = line.trim() === '';
    if (isFirst || stringWidth(line + piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    lines.push(line.trimEnd());
    line = indent + piece;
  }
  return [...lines, line.trimEnd()];
}

/** What must stay on one line: words with the space behind them, Chinese characters with the marks around them. */
function pieces(text: string): readonly string[] {
  const joined: string[] = [];
  for (const part of text.match(PARTS) ?? []) {
    const last = joined.at(-1);
    const sticks = last !== undefined && !last.endsWith(' ') && (CLOSES.test(part) || OPENS.test(last));
    if (sticks) joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

const PARTS = new RegExp(`${WIDE.source} *|(?:(?!${WIDE.source})\\S)+ *| +`, 'gu');
