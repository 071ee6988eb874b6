import { Resvg } from '@resvg/resvg-js';
import { escaped, rounded, svgDocument } from './drawing.ts';
import { type FontFiles, fontOptions } from './fonts.ts';
import type { Style } from './style.ts';

export interface Ruler {
  /** How far words of this look reach, in pixels, spaces at their ends included. */
  widthOf(text: string, style: Style): number;
}

// What is drawn is measured, and a space draws nothing: so it is measured between two letters.
const POST = 'H';

/** Measures with what draws. */
export function createRuler(files: FontFiles): Ruler {
  const known = new Map<string, number>();
  const drawnWidth = (text: string, style: Style): number => {
    const svg = svgDocument(textElement(text, 0, 100, style), 4000, 200);
    const isOfStyle = ({ family, weight }: FontFiles[number]) =>
      family === style.family && weight === style.weight;
    const font = fontOptions(files.filter(isOfStyle));
    const width = new Resvg(svg, { font }).getBBox()?.width;
    if (width === undefined) throw new Error(`nothing was drawn for "${text}"`);
    return width;
  };
  const remembered = (text: string, style: Style): number => {
    const key = `${style.family} ${style.weight} ${style.size} ${text}`;
    const width = known.get(key) ?? drawnWidth(text, style);
    known.set(key, width);
    return width;
  };
  return {
    widthOf(text, style) {
      return remembered(`${POST}${text}${POST}`, style) - remembered(`${POST}${POST}`, style);
    },
  };
}

export type Anchor = 'start' | 'middle' | 'end';

export function textElement(
  text: string,
  x: number,
  baseline: number,
  style: Style,
  anchor: Anchor = 'start',
): string {
  const look = `font-family="${style.family}" font-weight="${style.weight}" font-size="${style.size}"`;
  const place = `x="${rounded(x)}" y="${rounded(baseline)}" text-anchor="${anchor}"`;
  return `<text ${place} ${look} fill="${style.color}">${escaped(withoutLigatures(text))}</text>`;
}

// Lato joins `ti` and `tt`, which Slack does not show. A joiner that forbids it has no width.
function withoutLigatures(text: string): string {
  return text.replace(/[ft](?=[fijklt])/g, '$&\u200C');
}
