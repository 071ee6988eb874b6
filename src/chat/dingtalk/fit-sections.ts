import type { Language } from '../../domain/message.ts';
import { chatWordsFor } from '../../domain/texts/texts.ts';
import { firstThatFit } from '../transport/first-that-fit.ts';
import { words } from './markdown-words.ts';
import { LIST_ITEM, PARAGRAPH_GAP, type Section } from './section.ts';
import type { Setting } from './setting.ts';

/** How much a place takes, and what is counted there. */
interface Room {
  readonly max: number;
  readonly size: (text: string) => number;
}

const ROOMS: Readonly<Record<Setting['place'], Room>> = {
  // DingTalk names no figure; other bots keep to this one.
  direct: { max: 3800, size: (text) => text.length },
  // Bytes as they stand in the parameters, of which a group takes 15,000.
  group: { max: 12_000, size: (text) => Buffer.byteLength(JSON.stringify(text)) - 2 },
};

/** As many lines as have room; headings and buttons before anything else. What is left out is counted. */
export function fitSections(
  sections: readonly Section[],
  place: Setting['place'],
  language: Language,
): readonly Section[] {
  const rest = (count: number): string => words(chatWordsFor(language).more(count));
  const budget = createBudget(ROOMS[place], rest(COUNT_MAX));
  const kept = new Map(
    sections.filter(({ isKept }) => isKept).map((section) => [section, budget.first(section)]),
  );
  let dropped = 0;
  const fitted = sections.map((section): Section => {
    const lines = kept.get(section) ?? budget.first(section, { withRest: true });
    const missing = section.lines.length - lines.length;
    if (missing === 0 || section.isKept) return { ...section, lines };
    if (lines.length > 0) return { ...section, lines: [...lines, inPlaceOf(section, rest(missing))] };
    dropped += missing;
    return { ...section, lines };
  });
  const note: Section = { lines: dropped === 0 ? [] : [`> ${rest(dropped)}`], isKept: true };
  return [...fitted, note].filter(({ lines }) => lines.length > 0);
}

const COUNT_MAX = 100_000;

/** Room for a line that says how much more there is, is set aside. */
function createBudget({ max, size }: Room, longestRest: string) {
  const sizeOf = (line: string): number => size(line) + size(PARAGRAPH_GAP);
  const restSize = sizeOf(`> ${longestRest}`);
  let left = max - restSize;
  return {
    /** The first lines that have room; `withRest`: with room for one more where some have none. */
    first({ lines }: Section, { withRest } = { withRest: false }): readonly string[] {
      const reserve = withRest ? restSize : 0;
      const { kept, taken } = firstThatFit(lines, { size: sizeOf, room: left - reserve });
      const isShortened = kept.length > 0 && kept.length < lines.length;
      left -= taken + (isShortened ? reserve : 0);
      return kept;
    },
  };
}

/** In a list as its last item. */
function inPlaceOf({ lines }: Section, rest: string): string {
  return LIST_ITEM.test(lines.at(-1) ?? '') ? `- ${rest}` : rest;
}
