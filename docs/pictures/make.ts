import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { dingtalkPicture } from './dingtalk/message.ts';
import { FontsMissingError, findFonts, fontOptions } from './fonts.ts';
import { indexedPng } from './indexed-png.ts';
import { fingerprint, type Picture, pictures } from './pictures.ts';
import { createRuler, type Ruler } from './ruler.ts';
import { slackPicture } from './slack/message.ts';

const SCALE = 2;

/** Draws the pictures of the README, and notes what each was made from. */
async function makePictures(): Promise<void> {
  const fonts = findFonts();
  const ruler = createRuler(fonts);
  const options = { font: fontOptions(fonts), fitTo: { mode: 'zoom', value: SCALE } } as const;
  const sources: Record<string, string> = {};
  for (const picture of pictures()) {
    const rendered = new Resvg(svgOf(picture, ruler), options).render();
    const png = indexedPng(rendered);
    await writeFile(join(import.meta.dirname, picture.file), png);
    sources[picture.file] = fingerprint(picture);
    process.stdout.write(`${picture.file}: ${rendered.width} × ${rendered.height}, ${png.length} bytes\n`);
  }
  await writeFile(join(import.meta.dirname, 'sources.json'), `${JSON.stringify(sources, null, 2)}\n`);
}

function svgOf(picture: Picture, ruler: Ruler): string {
  switch (picture.chat) {
    case 'slack':
      return slackPicture(picture.message, ruler);
    case 'dingtalk':
      return dingtalkPicture(picture.message, ruler);
    default:
      return picture satisfies never;
  }
}

try {
  await makePictures();
} catch (error) {
  if (!(error instanceof FontsMissingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
