import type { Paint } from './drawing.ts';
import type { FontFamily } from './fonts.ts';

/** How words look. The same look is the same object: that is how neighbours are joined. */
export interface Style {
  readonly family: FontFamily;
  readonly weight: 400 | 700 | 900;
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
