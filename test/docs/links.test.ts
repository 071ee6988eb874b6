import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import GithubSlugger from 'github-slugger';
import { describe, expect, test } from 'vitest';
import { DOCTOR_HEADINGS, explainedAt } from '../../src/command-line/doctor-page.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = [...pagesIn('.', { isDeep: false }), ...pagesIn('docs', { isDeep: true })];

function pagesIn(folder: string, { isDeep }: { readonly isDeep: boolean }): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: isDeep, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
    .toSorted();
}

/** Without what is code and only looks like a heading or a link. */
function proseOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
}

function anchorsOf(path: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  return new Set(
    [...proseOf(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => slugger.slug(title ?? '')),
  );
}

function linksOf(path: string): readonly string[] {
  return [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
}

/** Null: it leads somewhere. */
function problemOf(from: string, target: string): string | null {
  if (/^(https?|mailto):/.test(target)) return URL.canParse(target) ? null : target;
  const [path = '', anchor] = target.split('#');
  const page = path === '' ? from : relative(ROOT, join(ROOT, dirname(from), path));
  if (!existsSync(join(ROOT, page))) return `${target}: there is no such file`;
  if (anchor === undefined) return null;
  if (statSync(join(ROOT, page)).isDirectory()) return `${target}: a folder has no headings`;
  return anchorsOf(page).has(anchor) ? null : `${target}: there is no such heading`;
}

describe('every link in the docs leads somewhere', () => {
  test.each(PAGES)('%s', (page) => {
    expect(linksOf(page).flatMap((target) => problemOf(page, target) ?? [])).toEqual([]);
  });

  test('and every page can be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      const next = linksOf(page)
        .filter((target) => !target.includes(':'))
        .map((target) => join(dirname(page), target.split('#')[0] ?? ''))
        .flatMap((path) => (path.endsWith('/') ? PAGES.filter((one) => one.startsWith(path)) : [path]));
      for (const path of next) if (PAGES.includes(path)) reached.add(path);
    }
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe('what the doctor says is explained', () => {
  const anchors = anchorsOf('docs/doctor.md');

  test.each(DOCTOR_HEADINGS)('%s', (heading) => {
    const [page, anchor] = explainedAt(heading).split('#');
    expect([page, anchors.has(anchor ?? '')]).toEqual(['docs/doctor.md', true]);
  });

  test('about one account or person, at its kind', () => {
    expect(explainedAt('Alibaba Cloud account 1000000000000001')).toBe(
      'docs/doctor.md#alibaba-cloud-account',
    );
    expect(explainedAt('Alibaba Cloud accounts left out')).toBe(
      'docs/doctor.md#alibaba-cloud-accounts-left-out',
    );
    expect(explainedAt('running bot, parts')).toBe('docs/doctor.md#running-bot-parts');
  });
});
