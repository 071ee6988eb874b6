import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const REPOSITORY = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

const pages = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** As headings become anchors: small letters, blanks to hyphens, the rest left out. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

function anchorsOf(path: string): readonly string[] {
  const prose = read(path).replace(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => anchor(heading ?? ''));
}

interface Link {
  readonly page: string;
  readonly path: string;
  readonly fragment: string | undefined;
}

const links: readonly Link[] = pages.flatMap((page) => {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', fragment]) => ({
      page,
      path: path === '' ? page : relative(REPOSITORY, join(REPOSITORY, dirname(page), path)),
      fragment,
    }),
  );
});

describe('the pages', () => {
  test('link to files that are there', () => {
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter(({ path }) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
  });

  test('and to headings that are there', () => {
    const toHeadings = links.filter(({ path, fragment }) => fragment !== undefined && path.endsWith('.md'));
    expect(toHeadings.length).toBeGreaterThan(5);
    expect(toHeadings.filter(({ path, fragment }) => !anchorsOf(path).includes(fragment ?? ''))).toEqual([]);
  });

  test('name files of deploy/ that are there', () => {
    const named = pages.flatMap((page) => read(page).match(/(?<![\w/])deploy\/[\w./-]*[\w-]/g) ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
  });

  test('the changelog has this version', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${packageJson.version}\n`);
  });
});
