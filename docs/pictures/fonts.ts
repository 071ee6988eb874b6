import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { ResvgRenderOptions } from '@resvg/resvg-js';

// Slack's own face is a Lato, and its code a relative of DejaVu's; what else the chats use may not be copied.
const FILES = [
  { family: 'Lato', weight: 400, name: 'Lato-Regular.ttf' },
  { family: 'Lato', weight: 700, name: 'Lato-Bold.ttf' },
  { family: 'Lato', weight: 900, name: 'Lato-Black.ttf' },
  { family: 'DejaVu Sans Mono', weight: 400, name: 'DejaVuSansMono.ttf' },
  { family: 'Noto Sans CJK SC', weight: 400, name: 'NotoSansCJK-Regular.ttc' },
  { family: 'Noto Sans CJK SC', weight: 700, name: 'NotoSansCJK-Bold.ttc' },
] as const;

export type FontFamily = (typeof FILES)[number]['family'];
export type FontWeight = (typeof FILES)[number]['weight'];

export type FontFiles = readonly {
  readonly family: FontFamily;
  readonly weight: FontWeight;
  readonly path: string;
}[];

const FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  '/Library/Fonts',
  join(homedir(), 'Library/Fonts'),
  join(homedir(), '.fonts'),
  join(homedir(), '.local/share/fonts'),
];

export class FontsMissingError extends Error {
  override readonly name = 'FontsMissingError';
}

/** @throws {FontsMissingError} */
export function findFonts(): FontFiles {
  const installed = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const paths = new Map(installed.map((path) => [basename(path), path]));
  const missing = FILES.filter(({ name }) => !paths.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new FontsMissingError(
      `The pictures need the fonts Lato, DejaVu Sans Mono and Noto Sans CJK, of which these files are missing: ${missing.join(', ')} (on Debian: apt-get install fonts-lato fonts-dejavu fonts-noto-cjk).`,
    );
  }
  return FILES.map(({ name, ...font }) => ({ ...font, path: paths.get(name) ?? '' }));
}

/** These and no others, so that every machine draws the same. */
export function fontOptions(files: FontFiles): NonNullable<ResvgRenderOptions['font']> {
  return { loadSystemFonts: false, fontFiles: files.map(({ path }) => path) };
}
