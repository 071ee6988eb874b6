import type { Paint } from './drawing.ts';
import type { FontFamily, FontWeight } from './fonts.ts';

/** How words look. */
export interface Style {
  readonly family: FontFamily;
  readonly weight: FontWeight;
  /** Pixels. */
  readonly size: number;
  readonly color: string;
  /** Drawn behind the words, which then stay on one line. */
  readonly box?: Paint;
}

/** Words of one look, without line breaks. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

/** Between a box and its words, on each side. */
export const BOX_PADDING = 4;
