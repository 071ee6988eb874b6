/** A piece of SVG that starts at 0,0, and how high it is. Sizes here are those of the screen, before the picture's scale. */
export interface Drawing {
  readonly svg: string;
  readonly height: number;
}

/** Drawings below each other. */
export function column(drawings: readonly Drawing[], gap: number): Drawing {
  let height = 0;
  const parts = drawings.map((drawing, index) => {
    const top = index === 0 ? 0 : height + gap;
    height = top + drawing.height;
    return moved(drawing.svg, 0, top);
  });
  return { svg: parts.join(''), height };
}

export function padded({ svg, height }: Drawing, above: number, below: number): Drawing {
  return { svg: moved(svg, 0, above), height: above + height + below };
}

export function moved(svg: string, x: number, y: number): string {
  return `<g transform="translate(${rounded(x)} ${rounded(y)})">${svg}</g>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Paint {
  readonly fill: string;
  /** Drawn inside the box, one pixel wide. */
  readonly border?: string;
  readonly radius?: number;
}

export function rectangle(box: Box, { fill, border, radius = 0 }: Paint): string {
  const inset = border === undefined ? 0 : 0.5;
  const numbers = [
    `x="${rounded(box.x + inset)}"`,
    `y="${rounded(box.y + inset)}"`,
    `width="${rounded(box.width - 2 * inset)}"`,
    `height="${rounded(box.height - 2 * inset)}"`,
    `rx="${radius}"`,
  ];
  return `<rect ${numbers.join(' ')} fill="${fill}" stroke="${border ?? 'none'}"/>`;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A whole picture of this width on nothing. */
export function svgDocument(content: string, width: number, height: number): string {
  const size = `width="${width}" height="${rounded(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} xml:space="preserve">${content}</svg>`;
}
