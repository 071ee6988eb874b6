import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'amaro';

interface PageFile {
  readonly contentType: string;
  readonly body: string;
}

export interface PageFiles {
  /** By their path from the page's folder, with a slash before it; `/` is the page itself. */
  readonly files: ReadonlyMap<string, PageFile>;
  readonly contentSecurityPolicy: string;
}

const FOLDER = join(import.meta.dirname, '../page');
const PREACT = fileURLToPath(import.meta.resolve('preact'));

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  // A browser takes a module by its type, whatever it is called.
  '.ts': 'text/javascript; charset=utf-8',
};

/** All that the page consists of, read once: nothing that a request names is ever looked for on the disk. */
export async function readPageFiles(): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  for (const path of await readdir(FOLDER, { recursive: true })) {
    const contentType = CONTENT_TYPES[extname(path)];
    if (contentType === undefined) continue;
    const source = await readFile(join(FOLDER, path), 'utf8');
    const body = path.endsWith('.ts') ? withoutTypes(source) : source;
    files.set(`/${path.replaceAll('\\', '/')}`, { contentType, body });
  }
  const script = { contentType: 'text/javascript; charset=utf-8', body: await readFile(PREACT, 'utf8') };
  files.set('/preact.mjs', { ...script, body: script.body.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '') });
  const page = files.get('/index.html');
  if (page === undefined) throw new Error('The page has no index.html');
  files.set('/', page);
  return { files, contentSecurityPolicy: policyFor(page.body) };
}

/** As Node itself takes the types out of the rest of this repository. */
function withoutTypes(source: string): string {
  return transformSync(source, { mode: 'strip-only' }).code;
}

const IMPORT_MAP = /<script type="importmap">([\s\S]*?)<\/script>/;

/** Nothing from anywhere else, nothing inline but the one list of modules, and no text that turns into markup. */
function policyFor(html: string): string {
  const importMap = IMPORT_MAP.exec(html)?.[1];
  if (importMap === undefined) throw new Error('The page has no import map');
  const hash = createHash('sha256').update(importMap).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
