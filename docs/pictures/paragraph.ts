import { type Drawing, rectangle } from './drawing.ts';
import { type Ruler, textElement } from './ruler.ts';
import { BOX_PADDING, type Run } from './style.ts';
import { type Word, wordsOf } from './words.ts';

export interface Measure {
  readonly ruler: Ruler;
  /** Pixels between the edges. */
  readonly width: number;
}

/** A text in lines no longer than the width. */
export function paragraph(runs: readonly Run[], lineHeight: number, measure: Measure): Drawing {
  const lines = linesOf(wordsOf(runs), measure);
  const svg = lines.map((line, index) => lineDrawing(line, index * lineHeight, lineHeight, measure.ruler));
  return { svg: svg.join(''), height: lines.length * lineHeight };
}

/** Where letters stand in a line of this height. */
export function baselineOf(lineHeight: number, size: number): number {
  return lineHeight / 2 + size * 0.36;
}

function runWidth({ text, style }: Run, ruler: Ruler): number {
  return ruler.widthOf(text, style) + (style.box === undefined ? 0 : 2 * BOX_PADDING);
}

/** As many words to a line as have room. As in a browser, a space is as wide between any two letters. */
function linesOf(words: readonly Word[], { ruler, width }: Measure): readonly (readonly Run[])[] {
  const lines: Run[][] = [];
  let left = 0;
  for (const { runs, space } of words) {
    const own = totalWidth(runs, ruler);
    if (own > width)
      throw new Error(`"${runs.map(({ text }) => text).join('')}" is wider than ${width} pixels`);
    const line = lines.at(-1);
    const gap: readonly Run[] = space === null ? [] : [{ text: ' ', style: space }];
    const gapWidth = totalWidth(gap, ruler);
    if (line !== undefined && gapWidth + own <= left) {
      line.push(...gap, ...runs);
      left -= gapWidth + own;
    } else {
      lines.push([...runs]);
      left = width - own;
    }
  }
  return lines;
}

function totalWidth(runs: readonly Run[], ruler: Ruler): number {
  return runs.reduce((sum, run) => sum + runWidth(run, ruler), 0);
}

function lineDrawing(line: readonly Run[], top: number, lineHeight: number, ruler: Ruler): string {
  let x = 0;
  const parts = line.map((run) => {
    const { text, style } = run;
    const left = x;
    const width = runWidth(run, ruler);
    x += width;
    const baseline = top + baselineOf(lineHeight, style.size);
    if (text === ' ') return '';
    if (style.box === undefined) return textElement(text, left, baseline, style);
    const height = style.size + 7;
    const box = rectangle({ x: left, y: top + (lineHeight - height) / 2, width, height }, style.box);
    return box + textElement(text, left + BOX_PADDING, baseline, style);
  });
  return parts.join('');
}
