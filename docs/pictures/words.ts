import type { Run, Style } from './style.ts';

/** What stays together on a line; it may change its look inside, as in `**corp**.` */
export interface Word {
  readonly runs: readonly Run[];
  /** The look of the space before it, where there is one. */
  readonly space: Style | null;
}

const HAN = String.raw`\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF`;
const ATOMS = new RegExp(String.raw`\s+|[${HAN}]|[^\s${HAN}]+`, 'gu');
const HAN_AT_START = new RegExp(`^[${HAN}]`, 'u');
const HAN_AT_END = new RegExp(`[${HAN}]$`, 'u');
// Chinese breaks between any two characters, but not before what closes and not after what opens.
const CLOSING_AT_START = /^[，。、；：？！）」』》”’›…]/u;
const OPENING_AT_END = /[（「『《“‘]$/u;

/** Where a text may be broken into lines. */
export function wordsOf(runs: readonly Run[]): readonly Word[] {
  const words: { runs: Run[]; space: Style | null }[] = [];
  let space: Style | null = null;
  let before = '';
  for (const run of runs.flatMap(atomsOf)) {
    if (/^\s+$/u.test(run.text)) {
      space = run.style;
      continue;
    }
    const last = words.at(-1);
    if (last === undefined || space !== null || mayBreak(before, run.text))
      words.push({ runs: [run], space });
    else last.runs.push(run);
    space = null;
    before = run.text;
  }
  return words;
}

function atomsOf({ text, style }: Run): readonly Run[] {
  if (style.box !== undefined) return [{ text, style }];
  return (text.match(ATOMS) ?? []).map((atom) => ({ text: atom, style }));
}

function mayBreak(before: string, after: string): boolean {
  if (CLOSING_AT_START.test(after) || OPENING_AT_END.test(before)) return false;
  return HAN_AT_END.test(before) || HAN_AT_START.test(after);
}
