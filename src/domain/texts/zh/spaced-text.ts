import { type Inline, text as plainText, type Text, together } from '../../message.ts';

const HAN_AT_END = /\p{Script=Han}$/u;
const HAN_AT_START = /^\p{Script=Han}/u;
const LATIN_AT_END = /[\p{Script=Latin}\p{N}%@]$/u;
const LATIN_AT_START = /^[\p{Script=Latin}\p{N}@/]/u;

/** A Chinese sentence: what is put in gets a space towards Chinese characters where it is not Chinese itself. */
export function text(literals: TemplateStringsArray, ...values: readonly (Inline | number | Text)[]): Text {
  const parts: Inline[] = [];
  const pieces = literals.flatMap((literal, index) => {
    const value = values[index];
    return value === undefined ? [plainText`${[literal]}`] : [plainText`${[literal]}`, plainText`${value}`];
  });
  for (const piece of pieces) {
    const [first] = piece;
    const last = parts.at(-1);
    if (first !== undefined && last !== undefined && isGap(last, first)) parts.push(' ');
    parts.push(...piece);
  }
  return together(parts);
}

function isGap(before: Inline, after: Inline): boolean {
  return (HAN_AT_END.test(shown(before)) && isLatin(after, LATIN_AT_START)) || (isLatin(before, LATIN_AT_END) && HAN_AT_START.test(shown(after)));
}

/** What is to be typed stands out in a box, and a member as a mention, whatever is in them. */
function isLatin(part: Inline, edge: RegExp): boolean {
  if (typeof part === 'object' && (part.kind === 'code' || part.kind === 'person')) return true;
  return edge.test(shown(part));
}

function shown(part: Inline): string {
  if (typeof part === 'string') return part;
  return part.kind === 'person' ? part.memberId : part.text;
}
