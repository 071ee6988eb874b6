import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { renderToStaticMarkup } from 'preact-render-to-string';
import sharp from 'sharp';
import { startPlayground } from '../../playground/playground.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { type MadeFrom, madeFrom, type Picture, pictures, style } from './pictures.ts';

const SCALE = 2;
const FRAME_WIDTH = 450;
const PAGE_SIZE = { width: 1280, height: 800 };
const PAGE_SCALE = 1.5;
const SHIELD = new URL('../../playground/page/shield.svg', import.meta.url);

/** Takes the pictures of the README, and notes what each was made from. */
async function makePictures(browser: Browser): Promise<void> {
  const made: Record<string, MadeFrom> = {};
  const page = await browser.newPage({
    deviceScaleFactor: SCALE,
    viewport: { width: FRAME_WIDTH, height: 800 },
  });
  for (const picture of await pictures()) {
    await page.setContent(await documentOf(picture));
    await write(picture.file, await page.locator('.picture').screenshot({ omitBackground: true }));
    made[picture.file] = await madeFrom(picture);
  }
  await page.close();
  await writeFile(join(import.meta.dirname, 'made-from.json'), `${JSON.stringify(made, null, 2)}\n`);
}

/** Of the whole page, where somebody without MFA has just been written to. */
async function makePageShot(browser: Browser): Promise<void> {
  const playground = await startPlayground(0);
  const page = await browser.newPage({ deviceScaleFactor: PAGE_SCALE, viewport: PAGE_SIZE });
  try {
    await page.goto(playground.url);
    await page.getByRole('button', { name: 'an admin' }).click();
    await page.locator('#slack-typed').fill('/mfa start');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: /^王芳/ }).waitFor();
    await page.locator('main[aria-busy="false"]').waitFor();
    await page.getByRole('button', { name: 'somebody without MFA' }).click();
    await page.mouse.move(0, 0);
    await write('playground.png', await page.screenshot({ animations: 'disabled' }));
  } finally {
    await page.close();
    await playground.stop();
  }
}

async function documentOf({ drawing }: Picture): Promise<string> {
  const face = `data:image/svg+xml;base64,${(await readFile(SHIELD)).toString('base64')}`;
  const body = renderToStaticMarkup(drawing).replaceAll('src="shield.svg"', `src="${face}"`);
  return `<!doctype html><html lang="en"><head><style>${await style()}</style></head><body>${body}</body></html>`;
}

/** With a palette: less than half of the size. */
async function write(file: string, screenshot: Buffer): Promise<void> {
  const png = await sharp(screenshot).png({ palette: true, effort: 10, dither: 0 }).toBuffer();
  await writeFile(join(import.meta.dirname, file), png);
  process.stdout.write(`${file}: ${png.length} bytes\n`);
}

const executablePath = findChromium();
if (executablePath === null) {
  process.stderr.write(
    'The pictures are taken by Chromium, and there is none on the PATH (on Debian: apt-get install chromium fonts-lato fonts-noto-cjk).\n',
  );
  process.exitCode = 1;
} else {
  const browser = await launchChromium(executablePath);
  try {
    await makePictures(browser);
    await makePageShot(browser);
  } finally {
    await browser.close();
  }
}
