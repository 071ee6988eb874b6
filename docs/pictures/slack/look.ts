import type { Style } from '../style.ts';

const PLAIN: Style = { family: 'Lato', weight: 400, size: 15, color: '#1D1C1D' };
const SMALL: Style = { ...PLAIN, size: 13, color: '#616061' };
const CODE = { family: 'DejaVu Sans Mono', color: '#C01343' } as const;
const CODE_BOX = { fill: '#F8F8F8', border: '#DDDDDD', radius: 3 };
const LINK = '#1264A3';

/** The looks a text has in one place. */
export interface TextLook {
  readonly plain: Style;
  readonly bold: Style;
  readonly code: Style;
  readonly link: Style;
  readonly lineHeight: number;
}

export const MESSAGE_TEXT: TextLook = {
  plain: PLAIN,
  bold: { ...PLAIN, weight: 700 },
  code: { ...PLAIN, ...CODE, size: 12, box: CODE_BOX },
  link: { ...PLAIN, color: LINK },
  lineHeight: 22,
};

export const CONTEXT_TEXT: TextLook = {
  plain: SMALL,
  bold: { ...SMALL, weight: 700 },
  code: { ...SMALL, ...CODE, size: 11, box: CODE_BOX },
  link: { ...SMALL, color: LINK },
  lineHeight: 18,
};

export const HEADER: Style = { ...PLAIN, weight: 900, size: 18 };
export const HEADER_LINE_HEIGHT = 25;
export const AUTHOR: Style = { ...PLAIN, weight: 900 };
export const BADGE: Style = { ...SMALL, weight: 700, size: 10 };
export const TIME: Style = { ...SMALL, size: 12 };
export const AXIS: Style = { ...SMALL, size: 11 };
export const POINT: Style = { ...PLAIN, weight: 700, size: 12 };

export const BUTTONS = {
  default: { text: AUTHOR, paint: { fill: '#FFFFFF', border: '#BBBBBC', radius: 8 } },
  primary: { text: { ...AUTHOR, color: '#FFFFFF' }, paint: { fill: '#007A5A', radius: 8 } },
  danger: { text: { ...AUTHOR, color: '#FFFFFF' }, paint: { fill: '#E01E5A', radius: 8 } },
} as const;

export const LINE = '#DDDDDD';
